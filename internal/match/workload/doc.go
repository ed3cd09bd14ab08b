// Package workload is what the matching engine is measured with: CVs, jobs, alerts and queries of a made-up labour market, from a seed or
// from files. Nobody in it exists.
//
// The market: 200,000 words by Zipf's law (s = 1.05), 21 sectors, 2,000 occupations (s = 0.9) with words of their own, 4,000 skills,
// 290 municipalities in 21 counties, 50,000 employers. A CV has 150 words, a job 300, more or less. Every record is made from the seed
// and its own number, so that any of them can be made again without the others.
//
// Files are tab separated, one record a line, no header (files.go). What is broken is said with file, line and column.
package workload
