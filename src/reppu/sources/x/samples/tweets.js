window.YTD.tweets.part0 = [
  {
    "tweet": {
      "retweeted": false,
      "entities": {
        "urls": [],
        "media": [
          {
            "expanded_url": "https://twitter.com/EsimerkkiVesi/status/1763855513839207634/photo/1",
            "type": "photo",
            "id_str": "1763855513839207634",
            "media_url": "https://pbs.twimg.example/a.jpg"
          }
        ]
      },
      "favorite_count": "12",
      "id_str": "1763855513839207634",
      "truncated": false,
      "retweet_count": "3",
      "created_at": "Sat Mar 02 09:15:00 +0000 2024",
      "full_text": "Vesi &amp; viemäri &lt;3 💧",
      "lang": "fi",
      "extended_entities": {
        "media": [
          {
            "expanded_url": "https://twitter.com/EsimerkkiVesi/status/1763855513839207634/photo/1",
            "type": "photo",
            "id_str": "1763855513839207634",
            "media_url": "https://pbs.twimg.example/a.jpg"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "retweeted": false,
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "1",
      "id_str": "1763474251576247506",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Fri Mar 01 08:00:00 +0000 2024",
      "full_text": "@naapuri Kiitos!",
      "lang": "und",
      "in_reply_to_status_id_str": "1763400000000000001",
      "in_reply_to_screen_name": "naapuri"
    }
  },
  {
    "tweet": {
      "retweeted": false,
      "entities": {
        "urls": [],
        "media": [
          {
            "expanded_url": "https://twitter.com/museo/status/1752900000000000001/photo/1",
            "type": "photo",
            "id_str": "1752965003473847506",
            "media_url": "https://pbs.twimg.example/a.jpg"
          }
        ]
      },
      "favorite_count": "0",
      "id_str": "1752965003473847506",
      "truncated": false,
      "retweet_count": "41",
      "created_at": "Thu Feb 01 08:00:00 +0000 2024",
      "full_text": "RT @museo: Näyttely on auki",
      "lang": "fi",
      "extended_entities": {
        "media": [
          {
            "expanded_url": "https://twitter.com/museo/status/1752900000000000001/photo/1",
            "type": "photo",
            "id_str": "1752965003473847506",
            "media_url": "https://pbs.twimg.example/a.jpg"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "retweeted": false,
      "entities": {
        "urls": [],
        "media": [
          {
            "expanded_url": "https://twitter.com/VanhaNimi/status/1399697232491447506/photo/1",
            "type": "video",
            "id_str": "1399697232491447506",
            "media_url": "https://pbs.twimg.example/a.jpg"
          }
        ]
      },
      "favorite_count": "7",
      "id_str": "1399697232491447506",
      "truncated": false,
      "retweet_count": "0",
      "created_at": "Tue Jun 01 12:00:00 +0000 2021",
      "full_text": "Kaivo kuvassa",
      "lang": "fi",
      "extended_entities": {
        "media": [
          {
            "expanded_url": "https://twitter.com/VanhaNimi/status/1399697232491447506/photo/1",
            "type": "video",
            "id_str": "1399697232491447506",
            "media_url": "https://pbs.twimg.example/a.jpg"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "retweeted": false,
      "entities": {
        "urls": [
          {
            "url": "https://t.co/a",
            "expanded_url": "https://vesi.example/katkot"
          }
        ],
        "hashtags": []
      },
      "favorite_count": "monta",
      "id_str": "1741730979640247506",
      "truncated": false,
      "retweet_count": "2",
      "created_at": "Mon Jan 01 08:00:00 +0000 2024",
      "full_text": "Lue tästä",
      "lang": "fi"
    }
  },
  {
    "tweet": {
      "retweeted": false,
      "entities": {
        "hashtags": [],
        "symbols": [],
        "user_mentions": [],
        "urls": []
      },
      "favorite_count": "0",
      "id_str": "20123456789",
      "truncated": false,
      "retweet_count": "",
      "created_at": "Mon Aug 02 06:00:00 +0000 2010",
      "full_text": "Ensimmäinen viesti",
      "lang": "en"
    }
  },
  {
    "tweet": {
      "full_text": "Tunniste puuttuu"
    }
  }
]