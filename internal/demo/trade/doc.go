// Package trade is what the demo knows about work: for each occupation what it is called, what is done in a day, what it asks for, what
// the law demands, what it pays, and how a working life leads to it; and for each language the sentences that advertisements, CVs,
// letters and notes are put together from. Package grow makes worlds out of it.
//
// All of it was written for this demo, in each language by itself and not translated line by line: an advertisement in Finnish is one
// that a Finnish ward would write. Employers, schools and people are invented. Web and e-mail addresses end in .example. Register numbers
// are made by Number from series that no register has given out: in Norway from 3, in Sweden from 4, in Finland and Denmark from 9. Towns
// and postcodes are real.
//
// Sentences never bend a word that comes from elsewhere: a slot such as {employer} stands where the base form is right, and where a
// language bends (a Finnish town, what an advertisement looks for), the data has the bent form.
//
// The data lies in data/*.toml for all languages and in data/LANG/*.toml for one. Several lines in a text are several sentences to choose from.
package trade
