// What a form is and does: reading XLSForm, expressions, answers.
