"""The site of a world: a reference of everything a writer may say, and a page for each thing of the world."""
