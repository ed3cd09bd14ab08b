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
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, stage_id, stage_at, score, name, contact, career, cv, decision
from application where subject_id = :subject and id = :id;

-- name: mine
-- scope: subject
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, stage_id, stage_at, score, name, contact, career, cv, decision
from application where subject_id = :subject and outcome <> 'withdrawn' order by sent_at desc, id limit 500;

-- name: correct
-- scope: subject
update application set name = :name, contact = :contact, career = :career where subject_id = :subject and id = :id and outcome = '';

-- name: withdraw
-- scope: subject
update application set outcome = 'withdrawn', ended_at = coalesce(ended_at, :now) where subject_id = :subject and id = :id and outcome <> 'withdrawn';

-- name: held
-- scope: employer
select id, employer_id, subject_id, dossier_id, job_id, file_id, site_id, sent_at, ended_at, clock_at, job_title, employer_name, language, stage, outcome, stage_id, stage_at, score, name, contact, career, cv, decision
from application where employer_id = :employer and id = :id and outcome <> 'withdrawn';

-- name: bySent
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.stage_id, a.stage_at, a.score, a.name,
  case when exists (select 1 from access_record r where r.object_id = a.id and r.actor_id = :me and r.noun = 'application') then 0 else 1 end
from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
    and (:stage_id = '' or b.outcome = '' and (b.stage_id = :stage_id or b.stage_id is null and b.stage = :first)) and b.score >= :least
    and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = b.id and r.actor_id = :me and r.noun = 'application'))
  order by b.sent_at desc, b.id desc limit :most offset :skip)
order by a.sent_at desc, a.id desc;

-- name: byScore
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.stage_id, a.stage_at, a.score, a.name,
  case when exists (select 1 from access_record r where r.object_id = a.id and r.actor_id = :me and r.noun = 'application') then 0 else 1 end
from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
    and (:stage_id = '' or b.outcome = '' and (b.stage_id = :stage_id or b.stage_id is null and b.stage = :first)) and b.score >= :least
    and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = b.id and r.actor_id = :me and r.noun = 'application'))
  order by b.score desc, b.sent_at desc, b.id limit :most offset :skip)
order by a.score desc, a.sent_at desc, a.id;

-- name: byStage
-- scope: employer
select a.id, a.dossier_id, a.sent_at, a.stage, a.outcome, a.stage_id, a.stage_at, a.score, a.name,
  case when exists (select 1 from access_record r where r.object_id = a.id and r.actor_id = :me and r.noun = 'application') then 0 else 1 end
from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and (:state = '' or b.outcome = :state or b.outcome = '' and b.stage = :state)
    and (:stage_id = '' or b.outcome = '' and (b.stage_id = :stage_id or b.stage_id is null and b.stage = :first)) and b.score >= :least
    and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = b.id and r.actor_id = :me and r.noun = 'application'))
  order by case when b.outcome <> '' then 9 when b.stage = 'offer' then 0 when b.stage = 'interview' then 1 when b.stage = 'review' then 2 else 3 end, b.sent_at desc, b.id limit :most offset :skip)
order by case when a.outcome <> '' then 9 when a.stage = 'offer' then 0 when a.stage = 'interview' then 1 when a.stage = 'review' then 2 else 3 end, a.sent_at desc, a.id;

-- name: counts
-- scope: employer
select job_id, stage, outcome, count(*) from application
where employer_id = :employer and outcome <> 'withdrawn' and (:job_id = '' or job_id = :job_id) group by job_id, stage, outcome;

-- name: setState
-- scope: employer
update application set stage = :stage, outcome = :outcome, stage_id = :stage_id, stage_at = :stage_at, ended_at = :ended_at, decision = :decision
where employer_id = :employer and id = :id and stage = :was_stage and outcome = :was_outcome and coalesce(stage_id, '') = :was_stage_id;

-- name: setScore
-- scope: employer
update application set score = :score where employer_id = :employer and id = :id;

-- name: setClock
-- scope: subject
update application set clock_at = :at where subject_id = :subject and id = :id;

-- name: addMove
-- scope: employer
insert into application_move (id, employer_id, subject_id, dossier_id, application_id, by_id, at, from_stage, from_outcome, to_stage, to_outcome, from_stage_id, to_stage_id, letter)
values (:id, :employer, :subject_id, :dossier_id, :application_id, :by_id, :now, :from_stage, :from_outcome, :to_stage, :to_outcome, :from_stage_id, :to_stage_id, :letter);

-- name: moves
-- scope: employer
select id, application_id, by_id, at, undone_at, from_stage, from_outcome, to_stage, to_outcome, from_stage_id, to_stage_id, letter from application_move
where employer_id = :employer and application_id = :application_id order by at desc, id desc limit 200;

-- name: ownMoves
-- scope: subject
select id, application_id, by_id, at, undone_at, from_stage, from_outcome, to_stage, to_outcome, from_stage_id, to_stage_id, letter from application_move
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

-- The pipeline: stages, the board, what is done to many at once.

-- name: jobOf
-- scope: employer
select job_id from application where employer_id = :employer and id = :id and outcome <> 'withdrawn';

-- name: stages
-- scope: employer
select id, kind, name, days, mails from stage where employer_id = :employer and coalesce(job_id, '') = :job_id and language = :language order by place, id limit 100;

-- name: addStage
-- scope: employer
insert into stage (id, employer_id, job_id, language, place, kind, name, days, mails)
values (:id, :employer, :job_id, :language, :place, :kind, :name, :days, :mails)
on conflict do nothing;

-- name: changeStage
-- scope: employer
update stage set place = :place, name = :name, days = :days, mails = :mails where employer_id = :employer and id = :id;

-- name: dropStage
-- scope: employer
delete from stage where employer_id = :employer and id = :id;

-- name: stageCounts
-- scope: employer
select b.stage, b.outcome, b.stage_id, count(*) from application b
where b.employer_id = :employer and b.job_id = :job_id and b.outcome <> 'withdrawn' and b.score >= :least
  and (:unread = 0 or not exists (select 1 from access_record r where r.object_id = b.id and r.actor_id = :me and r.noun = 'application'))
group by b.stage, b.outcome, b.stage_id;

-- name: standingAt
-- scope: employer
select id, subject_id, dossier_id, stage, stage_id from application
where employer_id = :employer and job_id = :job_id and outcome = '' and (stage_id = :stage_id or stage_id is null and stage = :first) order by sent_at, id limit 10000;

-- name: reasonTexts
-- scope: employer
select reason, language, body from reason_text where employer_id = :employer order by reason, language limit 100;

-- name: reasonText
-- scope: public
select body from reason_text where employer_id = :employer_id and reason = :reason and language = :language;

-- name: putReasonText
-- scope: employer
insert into reason_text (employer_id, reason, language, body, changed_at) values (:employer, :reason, :language, :body, :now)
on conflict (employer_id, reason, language) do update set body = excluded.body, changed_at = excluded.changed_at;

-- name: dropReasonText
-- scope: employer
delete from reason_text where employer_id = :employer and reason = :reason and language = :language;

-- name: addBulk
-- scope: employer
insert into bulk (id, employer_id, job_id, by_id, deed, stage_id, reason, made_at) values (:id, :employer, :job_id, :by_id, :deed, :stage_id, :reason, :now);

-- name: bulk
-- scope: employer
select id, job_id, by_id, deed, stage_id, reason, made_at, begun_at, undone_at from bulk where employer_id = :employer and id = :id;

-- name: beginBulk
-- scope: employer
update bulk set begun_at = :now, stage_id = :stage_id, reason = :reason where employer_id = :employer and id = :id and begun_at is null;

-- name: undoBulk
-- scope: employer
update bulk set undone_at = :now where employer_id = :employer and id = :id and undone_at is null;

-- name: addBulkItem
-- scope: employer
insert into bulk_item (bulk_id, application_id, employer_id, subject_id, dossier_id, result)
select :bulk_id, a.id, :employer, a.subject_id, a.dossier_id, '' from application a
where a.employer_id = :employer and a.id = :application_id and a.job_id = :job_id and a.outcome <> 'withdrawn'
on conflict do nothing;

-- name: addBulkStage
-- scope: employer
insert into bulk_item (bulk_id, application_id, employer_id, subject_id, dossier_id, result)
select :bulk_id, a.id, :employer, a.subject_id, a.dossier_id, '' from application a
where a.employer_id = :employer and a.id in (
  select b.id from application b where b.employer_id = :employer and b.job_id = :job_id and b.outcome = ''
    and (b.stage_id = :stage_id or b.stage_id is null and b.stage = :first) order by b.sent_at desc, b.id desc limit :most)
on conflict do nothing;

-- name: bulkItems
-- scope: employer
select i.application_id, i.move_id, i.result, a.dossier_id, a.language, a.name, a.stage, a.outcome, a.stage_id,
  case when exists (select 1 from access_record r where r.object_id in (a.id, coalesce(a.file_id, '')) and r.employer_id = :employer
    and r.actor = 'member' and r.noun in ('application', 'file') and r.purpose <> 'contact') then 1 else 0 end
from bulk_item i join application a on a.id = i.application_id and a.employer_id = :employer
where i.employer_id = :employer and i.bulk_id = :bulk_id and a.outcome <> 'withdrawn' order by a.sent_at desc, a.id desc limit 2000;

-- name: setBulkItem
-- scope: employer
update bulk_item set result = :result, move_id = :move_id where employer_id = :employer and bulk_id = :bulk_id and application_id = :application_id and result = :was;

-- name: oldBulkItems
-- scope: operation
delete from bulk_item where bulk_id in (select id from bulk where made_at < :before);

-- name: oldBulks
-- scope: operation
delete from bulk where made_at < :before;

-- name: addFilter
-- scope: employer
insert into saved_filter (id, employer_id, subject_id, dossier_id, made_at, body) values (:id, :employer, :subject_id, :dossier_id, :now, :body);

-- name: filters
-- scope: employer
select id, dossier_id, body from saved_filter where employer_id = :employer and subject_id = :me order by made_at, id limit 100;

-- name: dropFilter
-- scope: employer
delete from saved_filter where employer_id = :employer and subject_id = :me and id = :id;

-- name: shortcuts
-- scope: employer
select shortcuts from board_setting where employer_id = :employer and subject_id = :me;

-- name: setShortcuts
-- scope: employer
insert into board_setting (subject_id, employer_id, dossier_id, shortcuts) values (:subject_id, :employer, :dossier_id, :shortcuts)
on conflict (subject_id) do update set shortcuts = excluded.shortcuts;

-- name: pinStage
-- scope: employer
update application set stage_id = :stage_id where employer_id = :employer and job_id = :job_id and stage_id is null and stage = :first;

-- name: waitingItems
-- scope: employer
select application_id from bulk_item where employer_id = :employer and bulk_id = :bulk_id and result = '' order by application_id limit :most;

-- name: doneItems
-- scope: employer
select application_id, move_id from bulk_item where employer_id = :employer and bulk_id = :bulk_id and result = 'done' order by application_id limit 2000;
