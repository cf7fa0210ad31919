"""TikTok exports, of Business Suite and of TikTok Studio; see README.md."""
