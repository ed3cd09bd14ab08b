-- name: open
-- scope: public
select j.id, j.employer_id, j.site_id, j.source, j.source_id, j.hash, j.state, j.reason, j.version, j.made_at, j.changed_at, j.published_at, j.closed_at,
  e.name, e.verified_at, e.web, e.branch,
  j.title, j.body, j.language, j.remote, j.remote_from, j.employment, j.extent_min, j.extent_max, j.work_languages, j.pay_min, j.pay_max, j.pay_currency,
  j.pay_unit, j.pay_text, j.start_day, j.deadline, j.ends_at, j.steps, j.decides, j.ad_url, j.apply_url,
  j.publish_at, j.client_id, j.client_name, j.client_secret
from job j join employer e on e.id = j.employer_id where j.id = :id and j.state in ('open', 'closed', 'archived');

-- name: places
-- scope: public
select street, postcode, town, region, country, country_text from job_place where job_id = :job_id order by place;

-- name: questions
-- scope: public
select id, kind, label, hint, choices, required from job_question where job_id = :job_id order by place, id;

-- name: publicNow
-- scope: operation
update job set published_at = :now where id = :id and state = 'open';

-- What the finder reads of every open job.

-- name: posts
-- scope: public
select j.id, j.employer_id, j.site_id, j.title, j.body, j.language, j.remote, j.employment, j.extent_min, j.extent_max, j.work_languages,
  j.pay_min, j.pay_max, j.pay_currency, j.pay_unit, j.start_day, j.region, j.occupation, j.client_name, j.client_secret, j.published_at, j.ends_at, e.branch, e.name
from job j join employer e on e.id = j.employer_id where j.state = 'open' and j.ends_at > :now and j.id not in (select job_id from job_moderation where state in ('waiting', 'held', 'down'));

-- name: postPlaces
-- scope: public
select p.job_id, p.postcode, p.town, p.region, p.country, p.country_text from job_place p join job j on j.id = p.job_id
where j.state = 'open' and j.ends_at > :now and j.id not in (select job_id from job_moderation where state in ('waiting', 'held', 'down')) order by p.job_id, p.place;

-- name: post
-- scope: public
select j.id, j.employer_id, j.site_id, j.title, j.body, j.language, j.remote, j.employment, j.extent_min, j.extent_max, j.work_languages,
  j.pay_min, j.pay_max, j.pay_currency, j.pay_unit, j.start_day, j.region, j.occupation, j.client_name, j.client_secret, j.published_at, j.ends_at, e.branch, e.name
from job j join employer e on e.id = j.employer_id where j.id = :id and j.state = 'open' and not exists (select 1 from job_moderation m where m.job_id = j.id and m.state in ('waiting', 'held', 'down'));

-- One page of a list. A page that is not full names its last job again. What is done to state and ends_at keeps their indexes out of it:
-- nearly every job that is asked for is open.

-- name: entries
-- scope: public
select j.id, j.title, j.language, j.place_text, j.remote, j.employment, j.extent_min, j.extent_max, j.pay_min, j.pay_max, j.pay_currency, j.pay_unit, j.pay_text,
  j.deadline, j.ends_at, j.published_at, j.employer_id, e.name
from job j join employer e on e.id = j.employer_id
where j.id in (:id0, :id1, :id2, :id3, :id4, :id5, :id6, :id7, :id8, :id9, :id10, :id11, :id12, :id13, :id14, :id15, :id16, :id17, :id18, :id19)
  and j.state || '' = 'open' and +j.ends_at > :now and not exists (select 1 from job_moderation m where m.job_id = j.id and m.state in ('waiting', 'held', 'down'));

-- name: texts
-- scope: public
select id, body from job
where id in (:id0, :id1, :id2, :id3, :id4, :id5, :id6, :id7, :id8, :id9, :id10, :id11, :id12, :id13, :id14, :id15, :id16, :id17, :id18, :id19);

-- name: chapter
-- scope: public
select count(*), max(id), max(changed_at) from (
  select id, changed_at from job where site_id = :site_id and state = 'open' and ends_at > :now and id > :after
  and id not in (select job_id from job_moderation where state in ('waiting', 'held', 'down')) order by id limit :most) as chapter;

-- name: sitemap
-- scope: public
select id, title, changed_at from job where site_id = :site_id and state = 'open' and ends_at > :now and id > :after
  and id not in (select job_id from job_moderation where state in ('waiting', 'held', 'down')) order by id limit :most;

-- name: mine
-- scope: employer
select id, title, state, reason, version, place_text, deadline, ends_at, made_at, published_at, closed_at, publish_at from job
where employer_id = :employer and state like :state and state not like :hidden and words like :words escape '\'
order by state = 'closed', state = 'archived', changed_at desc, id desc limit :most offset :skip;

-- name: walk
-- scope: employer
select id, title, state, reason, version, place_text, deadline, ends_at, made_at, published_at, closed_at, publish_at from job
where employer_id = :employer and state like :state and state not like :hidden and words like :words escape '\' and id > :after
order by id limit :most;

-- What waits for somebody: for approval, for its deadline, for the last answers.

-- name: waiting
-- scope: employer
select id, title, state, reason, version, place_text, deadline, ends_at, made_at, published_at, closed_at, publish_at from job
where employer_id = :employer and (state = 'awaiting' or state = 'closed' or state = 'open' and deadline <> '' and ends_at > :now and ends_at <= :soon)
order by state = 'closed', state = 'open', ends_at, id limit :most;

-- name: byState
-- scope: employer
select state, count(*) from job where employer_id = :employer and words like :words escape '\' group by state;

-- name: of
-- scope: employer
select j.id, j.employer_id, j.site_id, j.source, j.source_id, j.hash, j.state, j.reason, j.version, j.made_at, j.changed_at, j.published_at, j.closed_at,
  e.name, e.verified_at, e.web, e.branch,
  j.title, j.body, j.language, j.remote, j.remote_from, j.employment, j.extent_min, j.extent_max, j.work_languages, j.pay_min, j.pay_max, j.pay_currency,
  j.pay_unit, j.pay_text, j.start_day, j.deadline, j.ends_at, j.steps, j.decides, j.ad_url, j.apply_url,
  j.publish_at, j.client_id, j.client_name, j.client_secret
from job j join employer e on e.id = j.employer_id where j.employer_id = :employer and e.id = :employer and j.id = :id;

-- name: add
-- scope: employer
insert into job (id, employer_id, site_id, source, source_id, hash, state, reason, version, made_at, changed_at,
  title, body, language, remote, remote_from, employment, extent_min, extent_max, work_languages, pay_min, pay_max, pay_currency, pay_unit, pay_text, start_day, deadline, ends_at, steps, decides, ad_url, apply_url, place_text, region, words, occupation, client_id, client_name, client_secret)
values (:id, :employer, :site_id, '', '', '', 'draft', '', 1, :now, :now,
  :title, :body, :language, :remote, :remote_from, :employment, :extent_min, :extent_max, :work_languages, :pay_min, :pay_max, :pay_currency, :pay_unit, :pay_text, :start_day, :deadline, :ends_at, :steps, :decides, :ad_url, :apply_url, :place_text, :region, :words, :occupation, :client_id, :client_name, :client_secret);

-- name: change
-- scope: employer
update job set version = version + 1, changed_at = :now,
  title = :title, body = :body, language = :language, remote = :remote, remote_from = :remote_from, employment = :employment, extent_min = :extent_min, extent_max = :extent_max, work_languages = :work_languages, pay_min = :pay_min, pay_max = :pay_max, pay_currency = :pay_currency, pay_unit = :pay_unit, pay_text = :pay_text, start_day = :start_day, deadline = :deadline, ends_at = :ends_at, steps = :steps, decides = :decides, ad_url = :ad_url, apply_url = :apply_url, place_text = :place_text, region = :region, words = :words, occupation = :occupation, client_id = :client_id, client_name = :client_name, client_secret = :client_secret
where employer_id = :employer and id = :id and version = :version;

-- name: publish
-- scope: employer
update job set state = 'open', version = version + 1, published_at = :now, changed_at = :now, publish_at = null
where employer_id = :employer and id = :id and version = :version and state in ('draft', 'awaiting', 'scheduled');

-- name: plan
-- scope: employer
update job set state = :state, version = version + 1, changed_at = :now, publish_at = :publish_at
where employer_id = :employer and id = :id and version = :version and state in ('draft', 'awaiting', 'scheduled');

-- name: shelve
-- scope: employer
update job set state = :state, version = version + 1, changed_at = :now
where employer_id = :employer and id = :id and version = :version and state in ('closed', 'archived');

-- name: close
-- scope: employer
update job set state = 'closed', reason = :reason, version = version + 1, closed_at = :now, changed_at = :now
where employer_id = :employer and id = :id and version = :version and state = 'open';

-- name: discard
-- scope: employer
delete from job where employer_id = :employer and id = :id and state = 'draft';

-- name: touch
-- scope: employer
update job set version = version + 1, changed_at = :now where employer_id = :employer and id = :id and version = :version;

-- name: dropPlaces
-- scope: employer
delete from job_place where employer_id = :employer and job_id = :job_id;

-- name: addPlace
-- scope: employer
insert into job_place (job_id, employer_id, place, street, postcode, town, region, country, country_text)
values (:job_id, :employer, :place, :street, :postcode, :town, :region, :country, :country_text);

-- name: addQuestion
-- scope: employer
insert into job_question (id, job_id, employer_id, place, kind, label, hint, choices, required)
values (:id, :job_id, :employer, :place, :kind, :label, :hint, :choices, :required);

-- name: changeQuestion
-- scope: employer
update job_question set kind = :kind, label = :label, hint = :hint, choices = :choices, required = :required
where employer_id = :employer and job_id = :job_id and id = :id;

-- name: moveQuestion
-- scope: employer
update job_question set place = :place where employer_id = :employer and job_id = :job_id and id = :id;

-- name: dropQuestion
-- scope: employer
delete from job_question where employer_id = :employer and job_id = :job_id and id = :id;

-- name: dropQuestions
-- scope: employer
delete from job_question where employer_id = :employer and job_id = :job_id;

-- name: due
-- scope: operation
select id, employer_id, version from job where state = 'open' and ends_at <= :now order by ends_at, id limit :most;

-- name: closeDue
-- scope: operation
update job set state = 'closed', reason = 'deadline', version = version + 1, closed_at = :now, changed_at = :now
where id = :id and state = 'open' and ends_at <= :now;

-- name: taken
-- scope: operation
select id, employer_id, hash, state, reason from job where site_id = :site_id and source = :source and source_id = :source_id and source <> '';

-- name: take
-- scope: operation
insert into job (id, employer_id, site_id, source, source_id, hash, state, reason, version, made_at, changed_at, published_at,
  title, body, language, remote, remote_from, employment, extent_min, extent_max, work_languages, pay_min, pay_max, pay_currency, pay_unit, pay_text, start_day, deadline, ends_at, steps, decides, ad_url, apply_url, place_text, region, words, occupation, client_name, client_secret)
values (:id, :employer_id, :site_id, :source, :source_id, :hash, :state, '', 1, :now, :now, :published_at,
  :title, :body, :language, :remote, :remote_from, :employment, :extent_min, :extent_max, :work_languages, :pay_min, :pay_max, :pay_currency, :pay_unit, :pay_text, :start_day, :deadline, :ends_at, :steps, :decides, :ad_url, :apply_url, :place_text, :region, :words, :occupation, '', 0)
on conflict do nothing;

-- name: retake
-- scope: operation
update job set hash = :hash, state = :state, reason = '', version = version + 1, changed_at = :now, closed_at = null,
  published_at = coalesce(published_at, :published_at),
  title = :title, body = :body, language = :language, remote = :remote, remote_from = :remote_from, employment = :employment, extent_min = :extent_min, extent_max = :extent_max, work_languages = :work_languages, pay_min = :pay_min, pay_max = :pay_max, pay_currency = :pay_currency, pay_unit = :pay_unit, pay_text = :pay_text, start_day = :start_day, deadline = :deadline, ends_at = :ends_at, steps = :steps, decides = :decides, ad_url = :ad_url, apply_url = :apply_url, place_text = :place_text, region = :region, words = :words, occupation = :occupation
where id = :id;

-- name: takePlace
-- scope: operation
insert into job_place (job_id, employer_id, place, street, postcode, town, region, country, country_text)
values (:job_id, :employer_id, :place, :street, :postcode, :town, :region, :country, :country_text);

-- name: leavePlaces
-- scope: operation
delete from job_place where job_id = :job_id;

-- name: takeClose
-- scope: operation
update job set state = 'closed', reason = 'deadline', version = version + 1, closed_at = :now, changed_at = :now
where id = :id and state = 'open';

-- name: planned
-- scope: operation
select id, employer_id, version from job where state = 'scheduled' and publish_at <= :now order by publish_at, id limit :most;

-- name: inOperation
-- scope: operation
select j.id, j.employer_id, j.site_id, j.source, j.source_id, j.hash, j.state, j.reason, j.version, j.made_at, j.changed_at, j.published_at, j.closed_at,
  e.name, e.verified_at, e.web, e.branch,
  j.title, j.body, j.language, j.remote, j.remote_from, j.employment, j.extent_min, j.extent_max, j.work_languages, j.pay_min, j.pay_max, j.pay_currency,
  j.pay_unit, j.pay_text, j.start_day, j.deadline, j.ends_at, j.steps, j.decides, j.ad_url, j.apply_url,
  j.publish_at, j.client_id, j.client_name, j.client_secret
from job j join employer e on e.id = j.employer_id where j.id = :id;

-- name: publishPlanned
-- scope: operation
update job set state = :state, version = version + 1, published_at = :published_at, changed_at = :now, publish_at = null
where id = :id and version = :version and state = 'scheduled';

-- name: archiveDue
-- scope: operation
select j.id, j.employer_id, j.version from job j left join employer_setting s on s.employer_id = j.employer_id
where j.state = 'closed' and j.closed_at <= :before and coalesce(s.archive_days, :standard) = :days
  and not exists (select 1 from job_event v where v.job_id = j.id and v.act = 'restore') order by j.closed_at, j.id limit :most;

-- name: archiveOld
-- scope: operation
update job set state = 'archived', version = version + 1, changed_at = :now where id = :id and version = :version and state = 'closed';

-- name: note
-- scope: employer
insert into job_event (id, job_id, employer_id, by_id, at, version, act, comment)
values (:id, :job_id, :employer, :by_id, :now, :version, :act, :comment);

-- name: noteDue
-- scope: operation
insert into job_event (id, job_id, employer_id, at, version, act, comment)
values (:id, :job_id, :employer_id, :now, :version, :act, :comment);

-- name: events
-- scope: employer
select at, by_id, version, act, comment from job_event where employer_id = :employer and job_id = :job_id order by version desc, at desc, id desc limit :most;

-- name: authors
-- scope: employer
select act, by_id from job_event where employer_id = :employer and job_id = :job_id and act in ('make', 'send') order by version desc;

-- name: dropEvents
-- scope: employer
delete from job_event where employer_id = :employer and job_id = :job_id;

-- name: keepRevision
-- scope: employer
insert into job_revision (job_id, employer_id, version, at, content) values (:job_id, :employer, :version, :now, :content);

-- name: dropRevisions
-- scope: employer
delete from job_revision where employer_id = :employer and job_id = :job_id and version <= :version;

-- name: revision
-- scope: employer
select content from job_revision where employer_id = :employer and job_id = :job_id and version <= :version order by version desc limit 1;

-- name: templates
-- scope: employer
select id, name, content, made_at from job_template where employer_id = :employer order by name, id limit :most;

-- name: template
-- scope: employer
select id, name, content, made_at from job_template where employer_id = :employer and id = :id;

-- name: addTemplate
-- scope: employer
insert into job_template (id, employer_id, name, content, made_at) values (:id, :employer, :name, :content, :now);

-- name: dropTemplate
-- scope: employer
delete from job_template where employer_id = :employer and id = :id;

-- Moderation. A job that is waiting, held or taken down is left out of every public list above.

-- name: standing
-- scope: public
select state, cause, queued_at, looked_at, signals, score, version from job_moderation where job_id = :job_id;

-- name: standings
-- scope: employer
select job_id, state from job_moderation where employer_id = :employer and state <> 'clear';

-- name: sameText
-- scope: public
select (select count(distinct s.employer_id) from (select employer_id from job_moderation
    where text_hash = :text_hash and text_hash <> '' and job_id <> :job_id and (employer_id <> :employer_id or state = 'down') limit 100) s),
  (select count(*) from (select job_id from job_moderation where text_hash = :text_hash and text_hash <> '' and state = 'down' and job_id <> :job_id limit 10) d);

-- name: lookedAt
-- scope: public
select count(*) from job_moderation where employer_id = :employer_id and state = 'clear' and looked_at is not null;

-- name: openOf
-- scope: public
select count(*), min(e.made_at) from employer e left join job j on j.employer_id = e.id and j.state = 'open' where e.id = :employer_id;

-- name: stand
-- scope: employer
insert into job_moderation (job_id, employer_id, state, cause, queued_at, text_hash, signals, score, version)
values (:job_id, :employer, :state, :cause, :queued_at, :text_hash, :signals, :score, 1)
on conflict (job_id) do update set state = excluded.state, cause = excluded.cause, queued_at = coalesce(job_moderation.queued_at, excluded.queued_at),
  text_hash = excluded.text_hash, signals = excluded.signals, score = excluded.score, version = job_moderation.version + 1;

-- name: standTaken
-- scope: operation
insert into job_moderation (job_id, employer_id, state, cause, queued_at, text_hash, signals, score, version)
values (:job_id, :employer_id, :state, :cause, :queued_at, :text_hash, :signals, :score, 1)
on conflict (job_id) do update set state = excluded.state, cause = excluded.cause, queued_at = coalesce(job_moderation.queued_at, excluded.queued_at),
  text_hash = excluded.text_hash, signals = excluded.signals, score = excluded.score, version = job_moderation.version + 1;

-- name: moderationQueue
-- scope: operation
select j.id, j.title, j.language, j.employer_id, e.name, e.verified_at, coalesce(m.state, 'clear'), coalesce(m.cause, ''), m.queued_at, coalesce(m.score, 0),
  (select count(*) from job_report r where r.job_id = j.id and (r.answered_at is null or r.again_at > r.answered_at)),
  (select min(coalesce(r.again_at, r.at)) from job_report r where r.job_id = j.id and (r.answered_at is null or r.again_at > r.answered_at)),
  (select min(a.at) from job_appeal a where a.job_id = j.id and a.answered_at is null)
from job j join employer e on e.id = j.employer_id left join job_moderation m on m.job_id = j.id
where j.id in (select job_id from job_moderation where queued_at is not null
  union select job_id from job_report where answered_at is null or again_at > answered_at
  union select job_id from job_appeal where answered_at is null)
order by j.id limit :most;

-- name: decide
-- scope: operation
insert into job_moderation (job_id, employer_id, state, cause, queued_at, looked_at, text_hash, signals, score, version)
values (:job_id, :employer_id, :state, '', null, :now, :text_hash, '', 0, 1)
on conflict (job_id) do update set state = excluded.state, cause = '', queued_at = null, looked_at = excluded.looked_at, version = job_moderation.version + 1
where job_moderation.version = :version;

-- name: addDecision
-- scope: operation
insert into job_decision (id, job_id, employer_id, at, ruling, ground, source, text, waited)
values (:id, :job_id, :employer_id, :now, :ruling, :ground, :source, :text, :waited);

-- name: decisions
-- scope: operation
select id, job_id, employer_id, at, ruling, ground, source, text, waited from job_decision where job_id = :job_id order by at desc, id desc limit :most;

-- name: ownDecisions
-- scope: employer
select id, job_id, employer_id, at, ruling, ground, source, text, waited from job_decision
where employer_id = :employer and job_id = :job_id order by at desc, id desc limit :most;

-- name: decisionsSince
-- scope: operation
select id, job_id, employer_id, at, ruling, ground, source, text, waited from job_decision where at >= :since order by at;

-- name: addAppeal
-- scope: employer
insert into job_appeal (id, job_id, employer_id, subject_id, dossier_id, decision_id, at, body)
values (:id, :job_id, :employer, :subject_id, :dossier_id, :decision_id, :now, :body) on conflict do nothing;

-- name: ownAppeals
-- scope: employer
select id, decision_id, at, answered_at from job_appeal where employer_id = :employer and job_id = :job_id order by at desc limit :most;

-- name: appeals
-- scope: operation
select id, decision_id, at, answered_at, dossier_id, body from job_appeal where job_id = :job_id order by at desc limit :most;

-- name: appealsSince
-- scope: operation
select at from job_appeal where at >= :since;

-- name: answerAppeals
-- scope: operation
update job_appeal set answered_at = :now where job_id = :job_id and answered_at is null;

-- name: addReport
-- scope: subject
insert into job_report (id, job_id, subject_id, dossier_id, site_id, at, reason, language, ruling, body, contact)
values (:id, :job_id, :subject, :dossier_id, :site_id, :now, :reason, :language, '', :body, :contact);

-- name: tallyReport
-- scope: any
insert into report_tally (month, reason, n) values (:month, :reason, 1) on conflict (month, reason) do update set n = report_tally.n + 1;

-- name: tallies
-- scope: any
select month, reason, n from report_tally where month >= :month order by month, reason;

-- name: reports
-- scope: operation
select id, subject_id, dossier_id, at, reason, answered_at, ruling, again_at, contact is not null, body, again from job_report
where job_id = :job_id order by at desc limit :most;

-- name: openReports
-- scope: operation
select id, subject_id, dossier_id, contact is not null from job_report
where job_id = :job_id and (answered_at is null or again_at > answered_at) order by at;

-- name: answerReport
-- scope: operation
update job_report set answered_at = :now, ruling = :ruling where id = :id;

-- name: ownReport
-- scope: subject
select id, job_id, dossier_id, site_id, at, reason, language, answered_at, ruling, again_at, contact from job_report where subject_id = :subject and id = :id;

-- name: askAgain
-- scope: subject
update job_report set again = :again, again_at = :now where subject_id = :subject and id = :id and answered_at is not null and again_at is null;

-- name: ofClosed
-- scope: operation
select id, version, state from job where employer_id = :employer_id and state in ('open', 'awaiting', 'scheduled') order by id;

-- name: closeOf
-- scope: operation
update job set state = :state, reason = :reason, version = version + 1, closed_at = :closed_at, publish_at = null, changed_at = :now
where id = :id and version = :version and state in ('open', 'awaiting', 'scheduled');

-- What a plan limits, within the employer's scope and within the operation's.

-- name: countOpen
-- scope: employer
select count(*) from job where employer_id = :employer and state = 'open';

-- name: countOpenOf
-- scope: operation
select count(*) from job where employer_id = :employer_id and state = 'open';
