"""The pages and the API of sources: importing in the browser, its history. The one part of sources that needs Django."""
