# Waits for the database without a word of psql's, which shows parts of an address that it can't read. Then runs psql as it was
# asked to. libpq takes a whole address from the command line alone, which whoever lists processes can read, so the password goes
# by the environment. $question, $attempts, $seconds and $hint are set before.

unreadable() {
  echo "The database takes no connection at the direct address: it is not of the form postgresql://<user>:<password>@<host>/<database>, or its password has a sign in it that has to be percent-encoded." >&2
  exit 2
}

# Percent-encoded text as it was.
decoded() {
  rest=$1
  while [ "$rest" != "${rest#*%}" ]; do
    printf '%s' "${rest%%\%*}"
    rest=${rest#*%}
    digits=${rest%"${rest#??}"}
    case $digits in
      00) unreadable ;;
      [0-9a-fA-F][0-9a-fA-F]) ;;
      *) unreadable ;;
    esac
    # Not every shell's printf knows hexadecimal escapes.
    printf '%b' "\\0$(printf '%03o' "0x$digits")"
    rest=${rest#??}
  done
  printf '%s' "$rest"
}

# libpq ends the login at the first "@" before a "/". What it would read otherwise may be a part of the password.
after=${DATABASE_PLAIN_ADDRESS#*://}
authority=${after%%/*}
place=${after#*@}
case $DATABASE_PLAIN_ADDRESS in *://*) ;; *) unreadable ;; esac
case $authority in *@*@*) unreadable ;; *:*@*) ;; *) unreadable ;; esac
case $place in *[?\&]password=* | *[?\&]sslpassword=*) unreadable ;; esac
login=${authority%%@*}
PGPASSWORD=$(decoded "${login#*:}")
export PGPASSWORD
address="${DATABASE_PLAIN_ADDRESS%%://*}://${login%%:*}@$place"

tried=
until PGCONNECT_TIMEOUT=$seconds psql --no-psqlrc --quiet --dbname="$address" --command="$question" >/dev/null 2>&1; do
  tried="$tried."
  if [ "${#tried}" -ge "$attempts" ]; then
    echo "The database takes no connection at the direct address. See that it runs, and what the address says.$hint" >&2
    exit 2
  fi
  sleep "$seconds"
done
exec psql "$@" --dbname="$address"
