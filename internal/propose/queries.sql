-- name: add
-- scope: employer
insert into propose_run (id, employer_id, job_id, by_id, made_at, ends_at, version, input)
values (:id, :employer, :job_id, :by_id, :now, :ends, :version, :input);

-- name: put
-- scope: employer
insert into proposal (id, employer_id, subject_id, dossier_id, run_id, job_id, card_id, made_at, body)
values (:id, :employer, :subject_id, :dossier_id, :run_id, :job_id, :card_id, :now, :body);

-- name: lastRun
-- scope: employer
select id, job_id, by_id, made_at, ends_at, version, input from propose_run
where employer_id = :employer and job_id = :job_id order by made_at desc, id desc limit 1;

-- name: of
-- scope: employer
select p.id, p.employer_id, p.subject_id, p.dossier_id, p.run_id, p.job_id, p.card_id, p.made_at, p.body
from proposal p join dossier d on d.id = p.dossier_id
where p.employer_id = :employer and p.run_id = :run_id and d.ending_at is null and d.rests_at is null;

-- name: one
-- scope: employer
select p.id, p.employer_id, p.subject_id, p.dossier_id, p.run_id, p.job_id, p.card_id, p.made_at, p.body
from proposal p join dossier d on d.id = p.dossier_id
where p.employer_id = :employer and p.job_id = :job_id and p.id = :id and d.ending_at is null and d.rests_at is null;

-- name: passed
-- scope: employer
select card_id from proposal_pass where employer_id = :employer and job_id = :job_id;

-- name: pass
-- scope: employer
insert into proposal_pass (id, employer_id, subject_id, dossier_id, job_id, card_id, by_id, at, body)
values (:id, :employer, :subject_id, :dossier_id, :job_id, :card_id, :by_id, :now, :body)
on conflict do nothing;

-- name: mine
-- scope: subject
select id, employer_id, subject_id, dossier_id, run_id, job_id, card_id, made_at, body from proposal
where subject_id = :subject order by made_at desc, id desc limit :most;

-- name: spent
-- scope: operation
delete from propose_run where ends_at <= :now;
