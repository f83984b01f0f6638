"""The stories, by what they are about."""

from tests.stories.told import action_table, around, devices, hands, silence

STORIES = (*action_table.STORIES, *silence.STORIES, *devices.STORIES, *hands.STORIES, *around.STORIES)
