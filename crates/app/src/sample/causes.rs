//! Why services of the sample fail, in the words of the people who wrote the incidents down.

use super::company::SERVICES;

/// A cause and what it looks like.
#[derive(Debug)]
pub(super) struct Cause {
    /// Tag.
    pub(super) tag: &'static str,
    /// Title; `{}` stands for the service.
    pub(super) title: &'static str,
    /// How it is recovered.
    pub(super) action: &'static str,
}

const fn cause(tag: &'static str, title: &'static str, action: &'static str) -> Cause {
    Cause { tag, title, action }
}

/// Causes of each service that the company recovers itself.
pub(super) const OWN: [&[Cause]; SERVICES] = [
    &[
        cause(
            "race-condition",
            "Baskets emptied on payment: two tabs race for one session",
            "roll back",
        ),
        cause(
            "voucher-rules",
            "Voucher codes refused: rule cache held last week's campaign",
            "restart",
        ),
        cause(
            "slow-query",
            "Checkout stuck on shipping step: address query without an index",
            "fix forward",
        ),
        cause(
            "feature-flag",
            "Express checkout button does nothing: flag on before its release",
            "disable feature",
        ),
        cause(
            "tax-rules",
            "Orders to Austria fail: tax rules missing a country code",
            "fix forward",
        ),
        cause(
            "thread-starvation",
            "Order confirmation page times out: worker threads starved",
            "restart",
        ),
        cause(
            "stock-reservation",
            "Orders refused though in stock: reservations never released",
            "restart",
        ),
        cause(
            "session-store",
            "Guests logged out at the last step: session store out of memory",
            "scale",
        ),
    ],
    &[
        cause(
            "idempotency",
            "Card payments charged twice and refused: retry without idempotency key",
            "roll back",
        ),
        cause(
            "queue-backlog",
            "Payment confirmations lag: settlement queue backed up",
            "scale",
        ),
        cause(
            "fraud-rules",
            "Good cards refused: fraud rule too strict after tuning",
            "roll back",
        ),
        cause(
            "wallet-token",
            "Wallet payments fail: merchant token not renewed",
            "renew credential",
        ),
        cause(
            "rounding",
            "Instalment payments refused: amounts a cent apart",
            "fix forward",
        ),
        cause(
            "dead-letters",
            "Refunds not booked: messages in the dead letter queue",
            "restart",
        ),
        cause(
            "lock-contention",
            "Payment authorisation slow: lock contention on the ledger",
            "fail over",
        ),
        cause(
            "webhook-signature",
            "Bank transfers stay pending: webhook signature check fails",
            "fix forward",
        ),
    ],
    &[
        cause(
            "token-clock-skew",
            "Login loops: tokens not yet valid, clock skew on one node",
            "restart",
        ),
        cause(
            "password-hashing",
            "Login slow: hashing cost raised without more processors",
            "scale",
        ),
        cause(
            "session-eviction",
            "Customers logged out at random: sessions evicted early",
            "scale",
        ),
        cause(
            "captcha",
            "Login refused to real customers: captcha threshold too low",
            "roll back",
        ),
        cause(
            "key-rotation",
            "Apps cannot log in: signing key rotated, old one dropped too soon",
            "restore",
        ),
        cause(
            "directory-replica",
            "Login fails for new accounts: directory replica lags",
            "fail over",
        ),
        cause(
            "rate-limit-rule",
            "Office networks locked out: login rate limit counts by address",
            "fix forward",
        ),
    ],
    &[
        cause(
            "reindex",
            "Search misses new articles: nightly reindex stopped half way",
            "restart",
        ),
        cause(
            "synonyms",
            "Search for jackets finds nothing: synonym file broken",
            "roll back",
        ),
        cause(
            "shard-imbalance",
            "Search slow under load: one shard holds half of the articles",
            "scale",
        ),
        cause(
            "ranking-model",
            "Search results in random order: ranking model not loaded",
            "roll back",
        ),
        cause(
            "query-parser",
            "Search fails on quotation marks: parser error after update",
            "roll back",
        ),
        cause(
            "heap-pressure",
            "Search nodes pause for seconds: heap full of filter caches",
            "restart",
        ),
        cause(
            "facet-explosion",
            "Filters hang on large categories: too many facets at once",
            "disable feature",
        ),
        cause(
            "stale-replica",
            "Sold out articles found first: search replica hours behind",
            "restore",
        ),
        cause(
            "type-ahead",
            "Suggestions time out and block the search field",
            "disable feature",
        ),
    ],
    &[
        cause(
            "price-import",
            "Prices missing on product pages: import file cut off",
            "restore",
        ),
        cause(
            "image-resizer",
            "Product images not shown: resizer out of disk",
            "scale",
        ),
        cause(
            "cache-stampede",
            "Product pages slow: cache expired for all articles at once",
            "scale",
        ),
        cause(
            "category-tree",
            "Empty category pages: tree published with a loop",
            "roll back",
        ),
        cause(
            "translation-keys",
            "Product texts show keys in place of words after export",
            "roll back",
        ),
        cause(
            "stock-sync",
            "Stock shown as zero: warehouse sync failed",
            "restart",
        ),
        cause(
            "read-replica",
            "Product pages time out: read replica rebuilt under load",
            "fail over",
        ),
        cause(
            "variant-schema",
            "Sizes cannot be chosen: variant schema changed without a default",
            "roll back",
        ),
    ],
    &[
        cause(
            "schema-change",
            "Partner orders refused: required field added without notice",
            "roll back",
        ),
        cause(
            "rate-limits",
            "Partner orders throttled: limits reset to defaults",
            "restore",
        ),
        cause(
            "bulk-orders",
            "Bulk orders time out: lines priced one by one",
            "fix forward",
        ),
        cause(
            "partner-credentials",
            "Three partners get 401: credentials purged as unused",
            "restore",
        ),
        cause(
            "pagination",
            "Partner catalog calls loop: last page returns a next link",
            "roll back",
        ),
        cause(
            "duplicate-orders",
            "Partner orders booked twice: retry window too short",
            "fix forward",
        ),
        cause(
            "price-lists",
            "Wrong price list for wholesale partners after nightly job",
            "restore",
        ),
        cause(
            "gateway-route",
            "Partner API answers 404 for orders: route lost in gateway update",
            "roll back",
        ),
    ],
    &[
        cause(
            "template-error",
            "Order confirmations not sent: template error in one language",
            "roll back",
        ),
        cause(
            "mail-queue",
            "Order confirmations hours late: mail queue stuck on one message",
            "restart",
        ),
        cause(
            "attachment-size",
            "Invoices missing from mails: attachment over the limit",
            "fix forward",
        ),
        cause(
            "wrong-locale",
            "Order mails in the wrong language after profile change",
            "roll back",
        ),
        cause(
            "event-consumer",
            "Shipping mails not sent: event consumer stopped at a bad record",
            "restart",
        ),
        cause(
            "sender-signature",
            "Order mails land in spam: signature key not published",
            "fix forward",
        ),
        cause(
            "double-send",
            "Order confirmations sent three times: consumer without checkpoint",
            "restart",
        ),
    ],
    &[
        cause(
            "model-rollout",
            "Recommendations empty: model rolled out without its features",
            "roll back",
        ),
        cause(
            "feature-store",
            "Recommendations a week old: feature store job fails in silence",
            "restart",
        ),
        cause(
            "cold-start",
            "Recommendations slow after deploy: models loaded on first call",
            "scale",
        ),
        cause(
            "blocklist",
            "Recalled articles recommended: blocklist not applied",
            "disable feature",
        ),
        cause(
            "experiment-split",
            "Half of visitors get no recommendations: experiment split wrong",
            "disable feature",
        ),
        cause(
            "vector-index",
            "Similar articles missing: vector index built from a test export",
            "restore",
        ),
        cause(
            "response-size",
            "Product pages wait for recommendations: answer ten times larger",
            "roll back",
        ),
    ],
];

/// Causes that any service can have and the company recovers itself.
pub(super) const OWN_ANYWHERE: &[Cause] = &[
    cause(
        "expired-certificate",
        "{}: certificate of the load balancer expired",
        "renew credential",
    ),
    cause(
        "memory-leak",
        "{}: instances killed one by one, memory leak in last release",
        "roll back",
    ),
    cause("disk-full", "{}: disk full, logs not rotated", "scale"),
    cause(
        "bad-config",
        "{}: errors after a configuration change",
        "roll back",
    ),
    cause(
        "slow-start",
        "{}: autoscaling too slow for a rush of visitors",
        "scale",
    ),
    cause(
        "dependency-upgrade",
        "{}: client library upgrade drops connections",
        "roll back",
    ),
    cause(
        "secret-rotation",
        "{}: cannot reach its database, secret rotated",
        "renew credential",
    ),
    cause(
        "network-policy",
        "{}: calls blocked by a new network policy",
        "roll back",
    ),
    cause(
        "bad-deploy",
        "{}: release without its database migration",
        "roll back",
    ),
    cause(
        "node-failure",
        "{}: capacity lost with a failed node",
        "restart",
    ),
];

/// Causes of each service that only its provider can recover.
pub(super) const PROVIDER: [&[Cause]; SERVICES] = [
    &[
        cause(
            "address-provider",
            "Checkout slow: address validation provider does not answer",
            "disable feature",
        ),
        cause(
            "shipping-provider",
            "No delivery dates at checkout: carrier interface down",
            "disable feature",
        ),
    ],
    &[
        cause(
            "card-acquirer",
            "Card payments time out at the acquirer",
            "fail over",
        ),
        cause(
            "wallet-provider",
            "Wallet payments down at the provider",
            "wait for provider",
        ),
        cause(
            "bank-maintenance",
            "Direct debits refused: unannounced maintenance at the bank",
            "wait for provider",
        ),
    ],
    &[
        cause(
            "sms-provider",
            "Login codes by text message not delivered by the provider",
            "fail over",
        ),
        cause(
            "social-login",
            "Social login fails: provider outage",
            "wait for provider",
        ),
    ],
    &[
        cause(
            "search-hosting",
            "Product search degraded: hosting provider replaces disks",
            "wait for provider",
        ),
        cause(
            "search-network",
            "Product search unreachable from one zone: provider network",
            "fail over",
        ),
    ],
    &[
        cause(
            "image-delivery",
            "Product images slow: content delivery network degraded in Germany",
            "wait for provider",
        ),
        cause(
            "supplier-feed",
            "Product data missing: supplier feed down",
            "wait for provider",
        ),
    ],
    &[
        cause(
            "partner-network",
            "Partner orders lost on the way: clearing network down",
            "wait for provider",
        ),
        cause(
            "ip-allowlist",
            "Partner calls refused: provider changed its addresses",
            "fix forward",
        ),
    ],
    &[
        cause(
            "mail-provider",
            "Order mails delayed at the mail provider",
            "wait for provider",
        ),
        cause(
            "mailbox-blocks",
            "Order mails refused by a large mailbox provider",
            "wait for provider",
        ),
    ],
    &[
        cause(
            "model-hosting",
            "Recommendations down: model hosting provider out of capacity",
            "wait for provider",
        ),
        cause(
            "accelerators",
            "Recommendations slow: provider withdraws accelerator nodes",
            "wait for provider",
        ),
    ],
];

/// Causes that any service can have and only a provider can recover.
pub(super) const PROVIDER_ANYWHERE: &[Cause] = &[
    cause(
        "name-servers",
        "{}: name servers of the provider do not answer",
        "wait for provider",
    ),
    cause(
        "load-balancer-provider",
        "{}: managed load balancer drops connections",
        "wait for provider",
    ),
    cause(
        "managed-database",
        "{}: managed database restarted by the provider",
        "wait for provider",
    ),
];
