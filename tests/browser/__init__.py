"""Pages in a real browser: pictures of all of them, and what is wrong with them for those who use them."""
