// Package match is the matching engine: it finds jobs and people, tells saved searches what is new, and ranks people for a job and jobs
// for a person, with reasons. It is a leaf: everything is in memory, it reads no clock, file or network, and knows no other room.
//
// # One tree
//
// A search, an address and an alert are one tree (package query), compiled into a plan over atoms. An atom is the number of a word, of a
// value or of a blocked key; the lexicon gives numbers, and takes them back with the last document. A document is a set of atoms, a row
// of tokens for phrases, and a few numbers. Search walks the documents of atoms; Percolate walks the alerts of atoms. Both judge the
// same plan, and a test compares them for every pair.
//
// # Index
//
// Documents lie in chunks of up to 65,535 under 16-bit numbers of their own. One chunk is open and takes what is new; a full one is
// sealed: its lists are packed into one slab and found by rank (a bitmap of atoms, and a count before each of its words), values that
// many have become bitmaps. What is removed is cleared where it lies, at once; a chunk that has lost three quarters is poured into the
// open one. Load shares out what does not depend on order, so that the index is the one that as many Puts make.
//
// A plan is evaluated on whole chunks as set operations on bitmaps. It begins with the world of the asker, of which only what the rarest
// part lists is taken, and goes over those words of a bitmap alone that hold something. Then the words that score are added up for all
// that are left, and facets are counted. Exhaustive scoring in windows is as fast as skipping here, and gives exact counts for nothing.
//
// # Scores
//
// BM25F: the term frequencies of title, skills and body are weighted, summed, then saturated (Robertson and Zaragoza, "The
// Probabilistic Relevance Framework: BM25 and Beyond", 2009), and kept as impacts in steps of 1/255 (Anh and Moffat, "Pruned query
// evaluation using pre-computed impacts", 2006). Everything is whole numbers, so that equal is equal.
//
// # Who sees whom
//
// A View is part of the query: its purpose chooses the world, and those who block one of its keys are taken out before anything is
// looked at. Nothing else depends on them either: words are weighed, and suggestions taken, from public documents (Options.Vocabulary),
// lengths are compared with fixed ones, and the words that rank are chosen from the text alone. For an asker the world with somebody
// unseen is, to the bit, the world without. The neutral order is the newest activity; relevance is the caller's choice to offer and to log.
//
// # Alerts
//
// Percolation turns the tree around, as publish and subscribe systems do (Yan and Garcia-Molina, "Index structures for selective
// dissemination of information under the Boolean model", 1994; Lucene's monitor). An alert waits at its anchor: the part that must be
// met and that the fewest documents have. The records that wait at one atom lie side by side as bytes, and are judged where they lie.
//
// Percolation is bound by the memory and by wrong guesses of the processor. A record begins with eight bytes whose prefilter, sixteen
// bits of one of its parts, turns away half of the documents; all heads of a bucket are read without a branch, then the programs of
// those that are left. What will be read is touched beforehand, in loops where no step waits for the one before it.
//
// # Ranking
//
// RankPeople and RankJobs judge pairs by the same parts (parts.go): occupation, skills, words, distance, language, experience, pay,
// availability, with weights in one table. A score is the sum of its parts and nothing else; a Fit says each. The closeness of
// occupations is Wu and Palmer's (1994).
//
// The types have no field for who somebody is. What is in their texts is the caller's to leave out.
package match
