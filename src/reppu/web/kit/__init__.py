"""What every page is made of: the frame, type and colours, icons, translated texts, charts in the browser."""
