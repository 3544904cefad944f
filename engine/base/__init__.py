"""The ground floor: ids, places in text, findings, dice and units. Imports nothing of ours."""
