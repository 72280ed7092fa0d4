"""The unusual bridges, by what is unusual about them."""
