"""Lists of persons that an office keeps beside the claims, named in its office.toml."""
