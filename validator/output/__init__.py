"""How a result is printed: text for people, JSON and CSV for programs."""
