/** One screen. */
export const helpText = `coplane                 starts the server; COPLANE_… variables configure it (README, "Run it")
coplane token …         makes a token and prints it
coplane --version
coplane --help

  coplane token --user ada --room 'team-7/*' --role editor --expires 1h

  --user NAME           who that is
  --room NAME           a room, or all that begin like this with a * behind; may be given several times
  --role ROLE           viewer, commenter, editor (when nothing is said) or admin
  --expires TIME        such as 15m, 1h (when nothing is said) or 7d; servers take 24h at most by default

It is signed with the secret in COPLANE_AUTH_SECRET or COPLANE_AUTH_SECRET_FILE, and is for the issuer and the audience in
COPLANE_AUTH_ISSUER and COPLANE_AUTH_AUDIENCE where they are set. \`openssl rand -base64 32\` makes a secret.
`
