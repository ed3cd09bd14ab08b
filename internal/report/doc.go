// Package report draws figures about an employer's hiring from counts that hold no person: how far applications came, how long they
// stood in each stage, through which site they came, how long people waited, where the form lost them, how long jobs took.
//
// # What is counted
//
// A task follows the facts of the application house, and the access records and answers of which there is no fact, and counts into rows
// (report_count) of one job, one site and one quarter. An application is counted in the quarter in which it was sent, whatever happens
// later; a time is counted by its class of days. What of an application is in the counts lies in the application's own dossier
// (report_counted), so that counting can be repeated and an undone move is taken back; it is erased with the application, and the
// counts stay. The form's facts name a job and a site and nobody. A withdrawal brings site and month with it, because the application is
// gone before it is counted. On its first run the task counts what is there.
//
// # Small groups
//
// Nothing is said of fewer than ten. Three rules keep it so when figures are subtracted from each other.
//
// A period is whole quarters: no two days can be chosen between which one person applied. And the counted of each measure are divided
// into groups of ten or more (release): what is too small by job, site and quarter joins what is too small of the same job, then of the
// same site, then of the quarter, then of the year; what is too small to the end is in no figure. Each figure of each filter is a sum of
// whole groups, so that the difference of any two filters is nobody or ten at least. So a total can be smaller than what an employer counts
// by hand, and the page says so. Last, figures are rounded down to fives, since the groups of two measures differ: how many were not opened
// is known to within a handful, and one applicant more or less moves a figure by nothing or by five.
//
// Quartiles come from ten times at least. Figures about jobs are not about people and may be of one job; the first application to a job
// is one person's, and is shown where the job's applications are.
//
// The operator's figures, of a site or of the installation, are sums of the same groups; only what is too small at its employer to the end is
// joined with what is too small at others (releaseAll). So the rules hold for whoever reads both.
//
// # Who may call it
//
// Owners and recruiters of the employer: Report and Choices, on /employer/reports, as files and by the API. Nobody sees an employer but its
// own. Operators: Overview and OverviewChoices, on /operator/reports, where neither job nor employer can be chosen. This house changes nothing of what it counts, opens no body, and never names a member either.
//
// # How it grows
//
// A report reads the rows of whole years: one for each job, site and quarter in which something was counted, however many applied.
// BenchmarkReport, a year of 5,000 applications to 1,000 jobs: 6 ms of processor time. Tenfold jobs or years are tenfold rows and time;
// tenfold applications to the same jobs are none. Counting costs five statements an application and event, by a cursor, every 20 seconds.
package report
