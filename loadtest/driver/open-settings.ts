/** Keeps what the shell of whoever starts a load test has set for a server of its own out of ours: nobody is asked for a token. */
export const openSettings = {
  COPLANE_AUTH: '',
  COPLANE_AUTH_SECRET: '',
  COPLANE_AUTH_SECRET_FILE: '',
  COPLANE_AUTH_JWKS: '',
  COPLANE_AUTH_ISSUER: '',
  COPLANE_AUTH_AUDIENCE: '',
  COPLANE_ORIGINS: '',
} as const
