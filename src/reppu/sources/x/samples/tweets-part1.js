window.YTD.tweet.part1 = [
  {
    "tweet": {
      "retweeted": false,
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "4",
      "id_str": "1257536771978167506",
      "truncated": false,
      "retweet_count": "1",
      "created_at": "Wed May 06 11:00:00 +0000 2020",
      "full_text": "Pakkanen puree",
      "lang": "fi"
    }
  }
];
