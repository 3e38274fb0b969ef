import { html } from '../../../lib/html/html.js';
import { document, MARK } from './document.js';

/** The form that takes a key. What was entered is never in it again, right or wrong. */
export function signInPage(nonce: string, problem?: string): string {
  const body = html`<main id="main" class="sign-in">
    <div class="card">
      <p class="brand">
        ${MARK}<span><strong>Callsight</strong></span>
      </p>
      <h1>Sign in</h1>
      <p class="lead">
        The overview shows the calls of one tenant. An API key with the scope <code>query</code> opens it.
      </p>
      <form method="post" action="sign-in">
        <label for="key">API key</label>
        <input
          id="key"
          name="key"
          type="password"
          required
          autocomplete="current-password"
          spellcheck="false"
          autocapitalize="off"
          autofocus${problem !== undefined && html` aria-invalid="true" aria-describedby="problem"`}
        />
        ${problem !== undefined && html`<p id="problem" class="problem" role="alert">${problem}</p>`}
        <button type="submit" class="primary">Sign in</button>
      </form>
      <p class="note">You stay signed in for 12 hours, or until the key is revoked.</p>
    </div>
  </main>`;
  return document({ title: 'Sign in · Callsight', nonce, body });
}
