"""The desk: what people ask of the bot, once for the command line and Discord.

Every function takes the open transaction and the guild that asks, and answers with a value or a `Refusal`: one line
that says what and what to do. None of them knows who shows the answer.
"""
