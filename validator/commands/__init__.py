"""The commands: what they ask for and what they say, with nothing but calls between."""
