// Comparing names and other evidence about people and organisations.
