\getenv release RELEASE
\getenv contract CONTRACT
select slipway.admit(:'release');
select slipway.begin_contract(:'release', :'contract') where :'contract' <> '';
