/** What a request to InfluxDB is made with: a token (2.x), or a user and a password (1.x). */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly username: string; readonly password: string };
