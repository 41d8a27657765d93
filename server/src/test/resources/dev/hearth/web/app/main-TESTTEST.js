// The page's script, as the tests have it: some lines that can be compressed, compressed, compressed, compressed, compressed.
