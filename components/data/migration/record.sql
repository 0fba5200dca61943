\getenv release RELEASE
\getenv contract CONTRACT
select pg_advisory_xact_lock(hashtext('slipway.release'));
select slipway.record_contract(:'release', nullif(:'contract', '')) where :'contract' <> '';
