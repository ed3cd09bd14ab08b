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

-- What the board keeps of every open job.

-- name: posts
-- scope: public
select j.id, j.employer_id, j.site_id, j.words, j.place_words, j.region, j.language, j.remote, j.employment, j.extent_min, j.extent_max, j.pay_min, j.pay_max,
  j.pay_currency, j.pay_unit, j.published_at, j.ends_at, j.changed_at, e.branch, e.name
from job j join employer e on e.id = j.employer_id where j.state = 'open' and j.ends_at > :now order by j.published_at desc, j.id desc;

-- name: postPlaces
-- scope: public
select p.job_id, p.town, p.region, p.country from job_place p join job j on j.id = p.job_id
where j.state = 'open' and j.ends_at > :now order by p.job_id, p.place;

-- name: post
-- scope: public
select j.id, j.employer_id, j.site_id, j.words, j.place_words, j.region, j.language, j.remote, j.employment, j.extent_min, j.extent_max, j.pay_min, j.pay_max,
  j.pay_currency, j.pay_unit, j.published_at, j.ends_at, j.changed_at, e.branch, e.name
from job j join employer e on e.id = j.employer_id where j.id = :id and j.state = 'open';

-- One page of a list. A page that is not full names its last job again. What is done to state and ends_at keeps their indexes out of it:
-- nearly every job of the board is open.

-- name: entries
-- scope: public
select j.id, j.title, j.language, j.place_text, j.remote, j.employment, j.extent_min, j.extent_max, j.pay_min, j.pay_max, j.pay_currency, j.pay_unit, j.pay_text,
  j.deadline, j.ends_at, j.published_at, j.employer_id, e.name
from job j join employer e on e.id = j.employer_id
where j.id in (:id0, :id1, :id2, :id3, :id4, :id5, :id6, :id7, :id8, :id9, :id10, :id11, :id12, :id13, :id14, :id15, :id16, :id17, :id18, :id19)
  and j.state || '' = 'open' and +j.ends_at > :now;

-- name: chapter
-- scope: public
select count(*), max(id), max(changed_at) from (
  select id, changed_at from job where site_id = :site_id and state = 'open' and ends_at > :now and id > :after order by id limit :most) as some;

-- name: sitemap
-- scope: public
select id, title, changed_at from job where site_id = :site_id and state = 'open' and ends_at > :now and id > :after order by id limit :most;

-- name: mine
-- scope: employer
select id, title, state, reason, version, place_text, deadline, ends_at, made_at, published_at, closed_at, publish_at from job
where employer_id = :employer and state like :state and state not like :hidden and words like :words escape '\'
order by state = 'closed', state = 'archived', changed_at desc, id desc limit :most offset :skip;

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
  title, body, language, remote, remote_from, employment, extent_min, extent_max, work_languages, pay_min, pay_max, pay_currency, pay_unit, pay_text, start_day, deadline, ends_at, steps, decides, ad_url, apply_url, place_text, region, words, place_words, client_id, client_name, client_secret)
values (:id, :employer, :site_id, '', '', '', 'draft', '', 1, :now, :now,
  :title, :body, :language, :remote, :remote_from, :employment, :extent_min, :extent_max, :work_languages, :pay_min, :pay_max, :pay_currency, :pay_unit, :pay_text, :start_day, :deadline, :ends_at, :steps, :decides, :ad_url, :apply_url, :place_text, :region, :words, :place_words, :client_id, :client_name, :client_secret);

-- name: change
-- scope: employer
update job set version = version + 1, changed_at = :now,
  title = :title, body = :body, language = :language, remote = :remote, remote_from = :remote_from, employment = :employment, extent_min = :extent_min, extent_max = :extent_max, work_languages = :work_languages, pay_min = :pay_min, pay_max = :pay_max, pay_currency = :pay_currency, pay_unit = :pay_unit, pay_text = :pay_text, start_day = :start_day, deadline = :deadline, ends_at = :ends_at, steps = :steps, decides = :decides, ad_url = :ad_url, apply_url = :apply_url, place_text = :place_text, region = :region, words = :words, place_words = :place_words, client_id = :client_id, client_name = :client_name, client_secret = :client_secret
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
select id, employer_id, hash, state, reason from job where site_id = :site_id and source = :source and source_id = :source_id;

-- name: take
-- scope: operation
insert into job (id, employer_id, site_id, source, source_id, hash, state, reason, version, made_at, changed_at, published_at,
  title, body, language, remote, remote_from, employment, extent_min, extent_max, work_languages, pay_min, pay_max, pay_currency, pay_unit, pay_text, start_day, deadline, ends_at, steps, decides, ad_url, apply_url, place_text, region, words, place_words, client_name, client_secret)
values (:id, :employer_id, :site_id, :source, :source_id, :hash, :state, '', 1, :now, :now, :published_at,
  :title, :body, :language, :remote, :remote_from, :employment, :extent_min, :extent_max, :work_languages, :pay_min, :pay_max, :pay_currency, :pay_unit, :pay_text, :start_day, :deadline, :ends_at, :steps, :decides, :ad_url, :apply_url, :place_text, :region, :words, :place_words, '', 0)
on conflict do nothing;

-- name: retake
-- scope: operation
update job set hash = :hash, state = :state, reason = '', version = version + 1, changed_at = :now, closed_at = null,
  published_at = coalesce(published_at, :published_at),
  title = :title, body = :body, language = :language, remote = :remote, remote_from = :remote_from, employment = :employment, extent_min = :extent_min, extent_max = :extent_max, work_languages = :work_languages, pay_min = :pay_min, pay_max = :pay_max, pay_currency = :pay_currency, pay_unit = :pay_unit, pay_text = :pay_text, start_day = :start_day, deadline = :deadline, ends_at = :ends_at, steps = :steps, decides = :decides, ad_url = :ad_url, apply_url = :apply_url, place_text = :place_text, region = :region, words = :words, place_words = :place_words
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
