"""Slash commands, menus, buttons and forms: one group a file, each a thin mouth for `bot.desk`."""
