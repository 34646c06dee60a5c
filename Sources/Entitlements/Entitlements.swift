// What a worker is owed: law as dated, sourced rules, the calculation, deadlines. Knows nothing of the app.
