"""The stories, by what they are about."""

from tests.stories.told import action_table
from tests.stories.told.action_table import STORIES as _action_table

STORIES = (*_action_table,)
