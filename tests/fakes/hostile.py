"""What people type to be a nuisance: what would call somebody, or look like what it is not."""

# Names of people, roles, channels and commands as clients write them, times, and pictures by name.
CALLS = (
    "@everyone @here <@123456789012345678> <@!1> <@&2> <#3> </imagine:4> <id:customize>",
    "@everyone",
    "<@1><@&1><#1></imagine:1>",
    "@\u200beveryone \\@here \\<@1> `@everyone` **@here**",
    "<t:1700000000:R> <t:0:R> <:cat:5> <a:cat:6> :smile: 5:100:5 16:9 a:b::c: :100: 1:9a: x",
)
MARKUP = (
    "**bold** *it* __under__ _it_ ***all*** ~~gone~~ ||secret|| `code` ``co`de`` ```py\nblock```",
    "# head\n## head\n### head\n-# small\n- list\n* list\n+ list\n1. one\n2) two\n> quote\n>>> all",
    "  # head\n\t- list\n\ufeff> quote\n\u200b# x\n 12. twelve",
    "||spoiler|| ||| || |a|b|",
    "\\*not\\* \\\\ \\` \\@everyone \\",
    "*" * 4000,
    "`" * 3 + "\n" + "|" * 9 + "\n" + "_" * 7,
    "snake_case_words and a*b*c and 2 * 3 * 4 ~ 5",
)
CHARACTERS = (
    "a\u2028# head\r- list\r\n> quote\x0b1. x\x85-# small",
    "\u202eevil\u2066 \x00\x07 ¯\\_(ツ)_/¯",
    "قطة على سجادة حمراء",
    "a\u200bcat\u200d\u2060 \ufeffon\u00ad a\u034fmat",
    "👩\u200d👩\u200d👧\u200d👦 🏴\U000e0067\U000e0062\U000e007f 👍🏽 🇩🇪 ❤\ufe0f",
    "Z̸̧̛͇̪a̶͎͝l̴̹͑g̷̙̈o̸͇͐" * 20,
    "w" * 4000,
    "🦊" * 2000,
)
LINKS = (
    "[words](https://example.com) <https://example.com> https://example.com steam://run discord://x HTTP://A.B",
    "[https://good.example](https://bad.example 'title') [a]: https://bad.example",
    "discord.gg/abcdef discord.com/channels/1/2/3 www.example.com mailto:a@b.c",
    "https://exa*mple*.com/_a_ ||https://example.com||",
)
WORDS = (*CALLS, *MARKUP, *CHARACTERS)
HOSTILE = (*WORDS, *LINKS)
