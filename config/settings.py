"""Settings, all from the environment and safe by default; docs/operations.md lists the names."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from config import channels, deployment, environment, identity
from config.environment import BASE_DIR, env

DEMO = environment.demo()
TESTING = environment.testing()
DEBUG = env.bool("KUANGAN_DEBUG", default=False)
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = env.list("KUANGAN_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
DATA_DIR = environment.data_dir()

# ── applications ────────────────────────────────────────────────────────────
ROOMS = [
    "kuangan.foundation.kernel",
    "kuangan.foundation.authority",
    "kuangan.foundation.integrity",
    "kuangan.foundation.documents",
    "kuangan.foundation.exchange",
    "kuangan.foundation.notices",
    "kuangan.foundation.api",
    "kuangan.foundation.ui",
    "kuangan.registry",
    "kuangan.access",
    "kuangan.standards",
    "kuangan.plan",
    "kuangan.hazards",
    "kuangan.inspections",
    "kuangan.governance",
    "kuangan.duties",
    "kuangan.shell",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's session list names ages in words
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kuangan.foundation.ui.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kuangan.shell.watching.requests.RequestMiddleware",
    "kuangan.foundation.ui.sending.SendingMiddleware",
    "csp.middleware.CSPMiddleware",
    "kuangan.foundation.ui.guard.GuardMiddleware",
    "kuangan.access.web.sessions.SessionMiddleware",
    "kuangan.foundation.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "kuangan.foundation.ui.parent_page.ParentPageMiddleware",
    "kuangan.foundation.kernel.demo_clock.DemoClockMiddleware",
    "kuangan.access.web.middleware.ActorMiddleware",
    "kuangan.access.web.middleware.RefusalMiddleware",
    "kuangan.foundation.ui.choice.ChoiceMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kuangan.foundation.ui.context.frame",
            ]
        },
    }
]

# ── data ────────────────────────────────────────────────────────────────────
DATABASES = deployment.databases()
DATABASE_ROUTERS = ["kuangan.foundation.kernel.replica.Router"] if "replica" in DATABASES else []
KUANGAN_REPLICA_WAIT = env.float("KUANGAN_REPLICA_WAIT", default=0.5)  # seconds that a read waits for it to catch up
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if TESTING
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kuangan_cache"}
}
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    if TESTING
    else {"BACKEND": "django_tasks_db.DatabaseBackend"}
}
MEDIA_ROOT = DATA_DIR / "files"
KUANGAN_HEADS = None if TESTING else DATA_DIR / "heads"  # what each process has written last, beside the database
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000
KUANGAN_MAX_FILE_BYTES = env.int("KUANGAN_MAX_FILE_BYTES", default=50 * 1024 * 1024)

# ── HTTP API ────────────────────────────────────────────────────────────────
KUANGAN_API_REQUESTS = env.int("KUANGAN_API_REQUESTS", default=600)  # per token and minute
KUANGAN_API_BODY_BYTES = env.int("KUANGAN_API_BODY_BYTES", default=1024 * 1024)  # JSON; files have their own limit

# ── static files ────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
_MODULES = Path(env.str("KUANGAN_NODE_MODULES", default=str(BASE_DIR / "node_modules")))
# Icons are set into pages as SVG; no other front-end package is served.
ICONS_DIR = _MODULES / "@tabler/icons/icons/outline"
# Documents are set in the licensed faces of the office where it has some (仿宋, 小标宋, 黑体, 楷体), else in free ones.
FONT_DIR = Path(env.str("KUANGAN_FONTS", default=str(_MODULES / "@expo-google-fonts")))
OFFICIAL_FONT_DIR = Path(folder) if (folder := env.str("KUANGAN_OFFICIAL_FONTS", default="")) else None
WHITENOISE_USE_FINDERS = DEBUG or TESTING
STORAGES = {
    "default": deployment.file_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "kuangan.foundation.ui.assets.Assets"
    },
}

# ── words and time ──────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = sorted(str(folder) for folder in (BASE_DIR / "locale").iterdir() if folder.is_dir())
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# ── sign-in ─────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {"NAME": "kuangan.access.rules.passwords.MinimumLength", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
ACCOUNT_ADAPTER = "kuangan.access.web.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "kuangan.access.web.forms.SignInForm",
    "change_password": "kuangan.access.web.forms.ChangePasswordForm",  # nosec B105 - a class
    "reauthenticate": "kuangan.access.web.forms.ReauthenticateForm",
}
# Passwords are counted by django-axes per account and address, in the database; this limit guards the second factor.
# A whole office, or a hall full of people at a training, signs in from one address: that one is wide.
ACCOUNT_RATE_LIMITS = {"login": "200/m/ip", "login_failed": "10/15m/key"}
MFA_ADAPTER = "kuangan.access.web.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "kuangan.access.web.forms.SecondFactorForm",
    "reauthenticate": "kuangan.access.web.forms.SecondFactorAgainForm",
    "activate_totp": "kuangan.access.web.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kuangan"
MFA_RECOVERY_CODE_COUNT = 10
KUANGAN_SECOND_FACTOR_KEYS = environment.second_factor_keys()
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
KUANGAN_OIDC = identity.identity_provider()
SOCIALACCOUNT_ADAPTER = "kuangan.access.web.identity.arriving.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"provider_class": "kuangan.access.web.identity.protocol.Provider"}}
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
USERSESSIONS_TRACK_ACTIVITY = False
KUANGAN_MFA_REQUIRED = env.bool("KUANGAN_MFA_REQUIRED", default=not (DEMO or TESTING))
AXES_FAILURE_LIMIT = env.int("KUANGAN_LOCKOUT_FAILURES", default=5)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "kuangan.access.web.addresses.sign_in_name"
AXES_CLIENT_IP_CALLABLE = "kuangan.access.web.addresses.client_address"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail keeps sign-ins
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "access/locked.html"
AXES_ENABLE_ADMIN = False
KUANGAN_PROXIES = env.int("KUANGAN_PROXIES", default=0)  # how many of our own proxies write X-Forwarded-For
KUANGAN_IDLE_SECONDS = env.int("KUANGAN_IDLE_SECONDS", default=2 * 3600)
KUANGAN_MINE_IDLE_SECONDS = env.int("KUANGAN_MINE_IDLE_SECONDS", default=12 * 3600)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
KUANGAN_SESSION_SECONDS = env.int("KUANGAN_SESSION_SECONDS", default=8 * 3600)
SESSION_COOKIE_AGE = KUANGAN_SESSION_SECONDS
SESSION_SAVE_EVERY_REQUEST = False

# ── transport and browser ───────────────────────────────────────────────────
HTTPS = env.bool("KUANGAN_HTTPS", default=not (DEMO or TESTING or DEBUG))
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, past the proxy that speaks TLS
SECURE_HSTS_SECONDS = env.int("KUANGAN_HSTS_SECONDS", default=31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = env.bool("KUANGAN_HSTS_PRELOAD", default=False)  # for ever, for the whole domain: only when asked
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # ... which the framework would ask for
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("KUANGAN_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env.list("KUANGAN_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "kuangan.foundation.ui.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "report-uri": "/csp-report",
        "report-to": "csp",
    }
}

# ── notices ─────────────────────────────────────────────────────────────────
KUANGAN_SITE_URL = channels.site_url()
_MAIL = channels.mail()
KUANGAN_MAIL = bool(_MAIL["EMAIL_HOST"])
KUANGAN_MAIL_DOMAIN = _MAIL["DEFAULT_FROM_EMAIL"].rpartition("@")[2]
DEFAULT_FROM_EMAIL = _MAIL["DEFAULT_FROM_EMAIL"]
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _MAIL["EMAIL_HOST"], _MAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_USER"], _MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL["EMAIL_USE_TLS"], _MAIL["EMAIL_USE_SSL"]
KUANGAN_SEND_SECONDS = env.int("KUANGAN_SEND_SECONDS", default=15)
KUANGAN_WEBHOOK_PRIVATE = env.bool("KUANGAN_WEBHOOK_PRIVATE", default=False)
KUANGAN_WECOM = channels.wecom()
KUANGAN_SMS = channels.sms()

# ── what machines see ───────────────────────────────────────────────────────
LOGGING_CONFIG = "kuangan.foundation.kernel.logbook.configure"
LOGGING = deployment.loggers(env.str("KUANGAN_LOG_LEVEL", default="WARNING"))
KUANGAN_METRICS, KUANGAN_METRICS_TOKEN = deployment.figures(DATA_DIR)
