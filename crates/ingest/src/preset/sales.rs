//! Shopify, Stripe and lists of sold items: what was earned, and when.

use super::shape::Step;
use super::values::{currency_code, in_utc, less, of_minor_units};
use super::{Known, PLAIN};
use crate::mapping::{Field as F, Kind};

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "shopify-orders",
        title: "Shopify orders",
        kind: Kind::Revenue,
        needs: &[
            "name",
            "financial_status",
            "created_at",
            "total",
            "lineitem_quantity",
        ],
        steps: &[
            Step::Without {
                from: &["total", "financial_status", "currency"],
                when: |values| values.iter().all(|value| value.is_empty()),
                what: "are further items of an order, whose total stands on its first line",
            },
            Step::Without {
                from: &["financial_status"],
                when: |values| {
                    let paid = [
                        "paid",
                        "partially_paid",
                        "partially_refunded",
                        "refunded",
                        "",
                    ];
                    !paid
                        .iter()
                        .any(|known| known.eq_ignore_ascii_case(values[0]))
                },
                what: "are orders that nobody paid (pending, authorized, voided or expired)",
            },
            Step::Add {
                name: "total less refunds",
                from: &["total", "refunded_amount"],
                make: less,
            },
        ],
        fields: &[
            (F::At, &["created_at"]),
            (F::Amount, &["+total less refunds"]),
            (F::Stream, &["=shop"]),
            (F::Currency, &["currency"]),
        ],
        notes: &[
            "An order counts when it was placed, with taxes and shipping, less what was refunded: the export does not say when refunds were paid.",
        ],
        ..PLAIN
    },
    Known {
        name: "stripe-balance",
        title: "Stripe itemised balance report",
        kind: Kind::Revenue,
        needs: &[
            "balance_transaction_id",
            "created_utc|created",
            "currency",
            "gross",
            "reporting_category",
        ],
        steps: &[
            NOT_REVENUE,
            Step::Add {
                name: "time",
                from: &["created_utc"],
                make: in_utc,
            },
            CODE,
        ],
        fields: &[
            (F::At, &["+time", "created"]),
            (F::Amount, &["gross"]),
            (F::Stream, &["=Stripe"]),
            (F::Currency, &["+ISO currency"]),
        ],
        zone: Some("UTC"),
        notes: &[GROSS],
        ..PLAIN
    },
    Known {
        name: "stripe-api",
        title: "Stripe balance transactions",
        kind: Kind::Revenue,
        needs: &[
            "id",
            "object",
            "amount",
            "created",
            "currency",
            "fee",
            "net",
            "reporting_category",
        ],
        steps: &[
            NOT_REVENUE,
            Step::Add {
                name: "amount in major units",
                from: &["amount", "currency"],
                make: of_minor_units,
            },
            CODE,
        ],
        fields: &[
            (F::At, &["created"]),
            (F::Amount, &["+amount in major units"]),
            (F::Stream, &["=Stripe"]),
            (F::Currency, &["+ISO currency"]),
        ],
        zone: Some("UTC"),
        notes: &[GROSS],
        ..PLAIN
    },
    Known {
        name: "retail-items",
        title: "Retail line items",
        kind: Kind::Revenue,
        needs: &[
            "invoiceno|invoice|invoice_no",
            "invoicedate|invoice_date",
            "quantity",
            "unitprice|unit_price|price",
        ],
        fields: &[
            (F::At, &["invoicedate", "invoice_date"]),
            (
                F::Amount,
                &[
                    "quantity*unitprice",
                    "quantity*unit_price",
                    "quantity*price",
                ],
            ),
            (F::Stream, &["stream", "channel", "=shop"]),
            (F::Currency, &["currency"]),
        ],
        ..PLAIN
    },
];

const GROSS: &str =
    "Amounts are gross: what customers paid, before the fees of Stripe, less refunds and disputes.";

const CODE: Step = Step::Add {
    name: "ISO currency",
    from: &["currency"],
    make: currency_code,
};

/// Money that moves between accounts, and what Stripe charges, is not what customers paid.
const NOT_REVENUE: Step = Step::Without {
    from: &["reporting_category"],
    when: |values| {
        const REVENUE: [&str; 9] = [
            "charge",
            "refund",
            "dispute",
            "dispute_reversal",
            "refund_failure",
            "partial_capture_reversal",
            "charge_failure",
            "payment",
            "",
        ];
        !REVENUE.contains(&values[0])
    },
    what: "are payouts, fees, transfers and the like, not what customers paid",
};
