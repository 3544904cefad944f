"""What content is once it is proven: frozen definitions, by kind. Holds data, decides nothing."""
