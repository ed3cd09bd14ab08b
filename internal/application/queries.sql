-- name: addDraft
-- scope: subject
insert into application_draft (id, subject_id, dossier_id, job_id, file_id, cv_id, made_at, contact, career)
values (:id, :subject, :dossier_id, :job_id, :file_id, :cv_id, :now, :contact, :career);

-- name: draft
-- scope: subject
select id, dossier_id, job_id, file_id, cv_id, made_at, submitted_at, contact, career from application_draft where subject_id = :subject and id = :id;

-- name: changeDraft
-- scope: subject
update application_draft set file_id = :file_id, cv_id = :cv_id, contact = :contact, career = :career
where subject_id = :subject and id = :id and submitted_at is null;

-- name: submitDraft
-- scope: subject
update application_draft set submitted_at = :now where subject_id = :subject and id = :id and submitted_at is null;

-- name: dropDraft
-- scope: subject
delete from application_draft where subject_id = :subject and id = :id;

-- name: add
-- scope: subject
insert into application (id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, clock_at, job_title, employer_name, language, stage, outcome, score, name, contact, career, cv)
values (:id, :employer_id, :subject, :dossier_id, :job_id, :file_id, :site_id, :now, :clock_at, :job_title, :employer_name, :language, 'new', '', 0, :name, :contact, :career, :cv)
on conflict do nothing;

-- name: toJob
-- scope: subject
select id from application where subject_id = :subject and job_id = :job_id;

-- name: own
-- scope: subject
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, score, name, contact, career, cv, decision
from application where subject_id = :subject and id = :id;

-- name: mine
-- scope: subject
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, score, name, contact, career, cv, decision
from application where subject_id = :subject and outcome <> 'withdrawn' order by sent_at desc, id limit 500;

-- name: correct
-- scope: subject
update application set name = :name, contact = :contact, career = :career where subject_id = :subject and id = :id and outcome = '';

-- name: withdraw
-- scope: subject
update application set outcome = 'withdrawn', ended_at = coalesce(ended_at, :now) where subject_id = :subject and id = :id and outcome <> 'withdrawn';

-- name: held
-- scope: employer
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, score, name, contact, career, cv, decision
from application where employer_id = :employer and id = :id and outcome <> 'withdrawn';

-- name: bySent
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.score, a.name from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
  order by b.sent_at desc, b.id desc limit :most offset :skip)
order by a.sent_at desc, a.id desc;

-- name: byScore
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.score, a.name from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
  order by b.score desc, b.sent_at desc, b.id limit :most offset :skip)
order by a.score desc, a.sent_at desc, a.id;

-- name: byStage
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.score, a.name from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
  order by case when b.outcome <> '' then 9 when b.stage = 'offer' then 0 when b.stage = 'interview' then 1 when b.stage = 'review' then 2 else 3 end, b.sent_at desc, b.id limit :most offset :skip)
order by case when a.outcome <> '' then 9 when a.stage = 'offer' then 0 when a.stage = 'interview' then 1 when a.stage = 'review' then 2 else 3 end, a.sent_at desc, a.id;

-- name: counts
-- scope: employer
select job_id, stage, outcome, count(*) from application
where employer_id = :employer and outcome <> 'withdrawn' and (:job_id = '' or job_id = :job_id) group by job_id, stage, outcome;

-- name: setState
-- scope: employer
update application set stage = :stage, outcome = :outcome, ended_at = :ended_at, decision = :decision
where employer_id = :employer and id = :id and stage = :was_stage and outcome = :was_outcome;

-- name: setScore
-- scope: employer
update application set score = :score where employer_id = :employer and id = :id;

-- name: setClock
-- scope: subject
update application set clock_at = :at where subject_id = :subject and id = :id;

-- name: addMove
-- scope: employer
insert into application_move (id, employer_id, subject_id, dossier_id, application_id, by_id, at, from_stage, from_outcome, to_stage, to_outcome)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :by_id, :now, :from_stage, :from_outcome, :to_stage, :to_outcome);

-- name: moves
-- scope: employer
select id, application_id, at, undone_at, from_stage, from_outcome, to_stage, to_outcome from application_move
where employer_id = :employer and application_id = :application_id order by at desc, id desc limit 200;

-- name: ownMoves
-- scope: subject
select id, application_id, at, undone_at, from_stage, from_outcome, to_stage, to_outcome from application_move
where subject_id = :subject and application_id = :application_id order by at desc, id desc limit 200;

-- name: undoMove
-- scope: employer
update application_move set undone_at = :now where employer_id = :employer and id = :id and undone_at is null;

-- name: addNote
-- scope: employer
insert into application_note (id, employer_id, subject_id, dossier_id, application_id, by_id, at, score, body)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :by_id, :now, :score, :body);

-- name: notes
-- scope: employer
select id, by_id, at, score, body from application_note where employer_id = :employer and application_id = :application_id order by at desc, id limit 500;

-- name: unclocked
-- scope: operation
select distinct job_id from application where clock_at is null and ended_at is null order by job_id limit 5000;

-- name: ofJob
-- scope: operation
select id, dossier_id, subject_id from application where job_id = :job_id and clock_at is null and ended_at is null order by id limit 1000;

-- name: standing
-- scope: operation
select id, subject_id, site_id from application where job_id = :job_id and ended_at is null order by id;

-- name: startClock
-- scope: operation
update application set clock_at = :at where id = :id;

-- name: told
-- scope: operation
update application set told_at = :now where id = :id and told_at is null;

-- name: whose
-- scope: operation
select subject_id from application where id = :id;

-- name: addClaim
-- scope: subject
insert into claim (id, employer_id, subject_id, dossier_id, made_at, body) values (:id, :employer_id, :subject, :dossier_id, :now, :body);

-- name: claims
-- scope: employer
select id, subject_id, dossier_id, made_at, body from claim where employer_id = :employer order by made_at desc, id limit 500;
