//! Why an account could not be connected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why an account could not be connected: the 51 codes of the specification; more may come without notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "Argyle explains the codes on a page of their own")]
#[non_exhaustive]
pub enum ConnectionError {
    AccountDisabled,
    AccountInaccessible,
    AccountIncomplete,
    AccountNonunique,
    AccountNotFound,
    AllEmployersConnected,
    AuthMethodTemporarilyUnavailable,
    AuthRequired,
    ConnectionUnavailable,
    CredentialsManagedByOrganization,
    ExistingAccountFound,
    ExpiredCredentials,
    FullAuthRequired,
    InsufficientAccountData,
    InvalidAccountType,
    InvalidAuth,
    InvalidCredentials,
    InvalidEmployerIdentifier,
    InvalidLoginMethod,
    InvalidLoginUrl,
    InvalidMfa,
    InvalidStoreIdentifier,
    KnownEmployerRedirect,
    LoginAttemptsExceeded,
    LoginCancelledByTheUser,
    LoginGovNotLinked,
    MfaAttemptsExceeded,
    MfaCancelledByTheUser,
    MfaExhausted,
    MfaNotConfigured,
    MfaTimeout,
    MultiDriverAccount,
    OngoingRefreshDisabled,
    PasskeyLimitReached,
    PersonalDataAccessNotGranted,
    PhysicalMfaUnsupported,
    PlatformTemporarilyUnavailable,
    PlatformUnavailable,
    ServiceUnavailable,
    SessionLimitReached,
    SystemError,
    TemporaryCredentials,
    TosRequired,
    TrialConnectionsExhausted,
    TrialPeriodExpired,
    UnrecognizedEmployerEmail,
    UnsupportedAuthType,
    UnsupportedBusinessAccount,
    UnsupportedLanguage,
    UnsupportedMfaMethod,
    UserActionTimeout,
}
