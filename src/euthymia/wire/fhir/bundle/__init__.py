"""Files of resources, read in constant memory and put together for each person; a packet as a document."""
