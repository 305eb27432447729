/** The modules of two test plans of the OpenID Foundation's conformance suite, as published in August 2026 (gitlab.com/openid/conformance-suite). Each is
 * a test of ours by the same name, or is left out with the reason. Our tests are written from the specifications and the modules' summaries;
 * they are no certification. */
export type Module = { readonly name: string; readonly leftOut?: string }
export type Plan = {
  readonly plan: string
  readonly title: string
  readonly variant: string
  readonly modules: readonly Module[]
}

const OTHER_PROFILE = (profile: string) => `belongs to the profile of ${profile}, not to plain FAPI`

const BASIC_OP: Plan = {
  plan: 'oidcc-basic-certification-test-plan',
  title: 'OpenID Connect Core: Basic OP',
  variant:
    'static registration, client_secret_basic. Every request carries PKCE, which this provider demands of everybody (RFC 9700 §2.1.1) and the plan leaves open.',
  modules: [
    { name: 'oidcc-server' },
    { name: 'oidcc-response-type-missing' },
    { name: 'oidcc-idtoken-signature' },
    {
      name: 'oidcc-idtoken-unsigned',
      leftOut:
        'only for providers that offer the algorithm "none"; this one does not, and a test of ours holds that',
    },
    { name: 'oidcc-userinfo-get' },
    { name: 'oidcc-userinfo-post-header' },
    { name: 'oidcc-userinfo-post-body' },
    { name: 'oidcc-ensure-request-without-nonce-succeeds-for-code-flow' },
    { name: 'oidcc-scope-profile' },
    { name: 'oidcc-scope-email' },
    { name: 'oidcc-scope-address' },
    { name: 'oidcc-scope-phone' },
    { name: 'oidcc-scope-all' },
    { name: 'oidcc-alternate-happy-flow' },
    { name: 'oidcc-display-page' },
    { name: 'oidcc-display-popup' },
    { name: 'oidcc-prompt-login' },
    { name: 'oidcc-prompt-none-not-logged-in' },
    { name: 'oidcc-prompt-none-logged-in' },
    { name: 'oidcc-max-age-1' },
    { name: 'oidcc-max-age-10000' },
    { name: 'oidcc-ensure-request-with-unknown-parameter-succeeds' },
    { name: 'oidcc-id-token-hint' },
    { name: 'oidcc-login-hint' },
    { name: 'oidcc-ui-locales' },
    { name: 'oidcc-claims-locales' },
    { name: 'oidcc-ensure-request-with-acr-values-succeeds' },
    { name: 'oidcc-codereuse' },
    { name: 'oidcc-codereuse-30seconds' },
    { name: 'oidcc-ensure-registered-redirect-uri' },
    { name: 'oidcc-ensure-post-request-succeeds' },
    { name: 'oidcc-server-client-secret-post' },
    { name: 'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported' },
    { name: 'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported' },
    { name: 'oidcc-claims-essential' },
    { name: 'oidcc-ensure-request-object-with-redirect-uri' },
    { name: 'oidcc-refresh-token' },
    { name: 'oidcc-ensure-request-with-valid-pkce-succeeds' },
  ],
}

const F = 'fapi2-security-profile-final-'

const FAPI2_SECURITY: Plan = {
  plan: 'fapi2-security-profile-final-test-plan',
  title: 'FAPI 2.0 Security Profile (Final)',
  variant: 'plain_fapi, openid_connect, private_key_jwt, dpop, unsigned requests by PAR, plain response.',
  modules: [
    { name: `${F}discovery-end-point-verification` },
    { name: `${F}happy-flow` },
    { name: `${F}user-rejects-authentication` },
    { name: `${F}ensure-authorization-request-without-state-success` },
    { name: `${F}ensure-authorization-request-without-nonce-success` },
    { name: `${F}ensure-authorization-request-with-64-char-nonce-success` },
    { name: `${F}ensure-other-scope-order-succeeds` },
    { name: `${F}test-claims-parameter-identity-claims` },
    { name: `${F}access-token-type-header-case-sensitivity` },
    { name: `${F}check-dpop-proof-nbf-exp` },
    { name: `${F}ensure-dpopproof-with-iat-10seconds-before-succeeds` },
    { name: `${F}ensure-dpopproof-with-iat-10seconds-after-succeeds` },
    { name: `${F}ensure-mismatched-dpop-jkt-fails` },
    { name: `${F}ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt` },
    { name: `${F}ensure-token-endpoint-fails-with-mismatched-dpop-jkt` },
    { name: `${F}ensure-dpopproof-at-par-endpoint-binding-success` },
    { name: `${F}ensure-dpop-auth-code-binding-success` },
    { name: `${F}ensure-different-nonce-inside-and-outside-request-object` },
    { name: `${F}ensure-different-state-inside-and-outside-request-object` },
    { name: `${F}ensure-authorization-request-with-long-nonce` },
    { name: `${F}ensure-authorization-request-with-long-state` },
    { name: `${F}state-only-outside-request-object-not-used` },
    { name: `${F}ensure-request-object-without-redirect-uri-fails` },
    {
      name: `${F}ensure-registered-redirect-uri`,
      leftOut: 'not part of plain FAPI; the next module is its counterpart there',
    },
    { name: `${F}plain-fapi-tolerate-unregistered-redirect-uri` },
    { name: `${F}ensure-unsigned-authorization-request-without-using-par-fails` },
    { name: `${F}ensure-redirect-uri-in-authorization-request` },
    { name: `${F}ensure-response-type-code-idtoken-fails` },
    {
      name: `${F}australia-connectid-ensure-invalid-purpose-fails`,
      leftOut: OTHER_PROFILE('ConnectID Australia'),
    },
    { name: `${F}ensure-response-type-token-fails` },
    { name: `${F}ensure-client-id-in-token-endpoint` },
    { name: `${F}ensure-holder-of-key-required` },
    { name: `${F}ensure-authorization-code-is-bound-to-client` },
    { name: `${F}attempt-reuse-authorization-code-after-one-second` },
    { name: `${F}ensure-token-endpoint-fails-with-expired-auth-code` },
    { name: `${F}ensure-signed-client-assertion-with-RS256-fails` },
    { name: `${F}ensure-client-assertion-in-token-endpoint` },
    { name: `${F}ensure-client-assertion-with-exp-is-5-minutes-in-past-fails` },
    { name: `${F}ensure-client-assertion-with-wrong-aud-fails` },
    { name: `${F}ensure-client-assertion-with-no-sub-fails` },
    { name: `${F}dpop-negative-tests` },
    { name: `${F}refresh-token` },
    { name: `${F}ensure-server-handles-non-matching-intent-id`, leftOut: OTHER_PROFILE('Open Banking UK') },
    { name: `${F}test-essential-acr-sca-claim`, leftOut: OTHER_PROFILE('Open Banking UK') },
    { name: `${F}brazil-ensure-bad-payment-signature-fails`, leftOut: OTHER_PROFILE('Open Finance Brazil') },
    {
      name: `${F}australia-connectid-test-claims-parameter-idtoken-identity-claims`,
      leftOut: OTHER_PROFILE('ConnectID Australia'),
    },
    { name: `${F}par-ensure-reused-request-uri-prior-to-auth-completion-succeeds` },
    { name: `${F}par-attempt-reuse-request_uri` },
    { name: `${F}par-attempt-to-use-expired-request_uri` },
    { name: `${F}par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted` },
    { name: `${F}par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails` },
    { name: `${F}par-attempt-to-use-request_uri-for-different-client` },
    { name: `${F}par-authorization-request-containing-request_uri-form-param` },
    { name: `${F}par-attempt-invalid-http-method` },
    { name: `${F}par-ensure-pkce-required` },
    { name: `${F}ensure-pkce-code-verifier-required` },
    { name: `${F}incorrect-pkce-code-verifier-rejected` },
    { name: `${F}par-plain-pkce-rejected` },
    { name: `${F}par-without-duplicate-parameters` },
    { name: `${F}par-test-array-as-audience-fails` },
    { name: `${F}par-test-par-endpoint-url-as-audience-fails` },
    { name: `${F}par-test-token-endpoint-url-as-audience-fails` },
  ],
}

export const PLANS = [BASIC_OP, FAPI2_SECURITY] as const
