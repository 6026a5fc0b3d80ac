"""Word documents from others: unpacked within limits, walked by our own reader, in a process of their own."""
