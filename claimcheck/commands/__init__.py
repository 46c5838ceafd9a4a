"""Commands that need nothing but the rules: `calc` and `policy`."""
