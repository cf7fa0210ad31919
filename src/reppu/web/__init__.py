"""The web site: `kit` is what every page is made of, `site` starts it and lists what it shows."""
