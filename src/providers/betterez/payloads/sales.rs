//! What was sold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{owned, times};
use crate::providers::betterez::payloads::{BzDate, Location, ObjectId, Open};

payloads! {
    /// A gift certificate.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct GiftCertificate {
        ..owned!("certificate"),
        /// The user who sold it.
        pub user_id: Option<ObjectId>,
        /// The sale.
        pub trx_id: Option<String>,
        /// Sales that were paid with it; the template has none, so what one looks like is open.
        pub transactions_paid: Option<Vec<Value>>,
        /// The sale.
        pub transaction_id: Option<String>,
        /// What it cost in all; money in steps of 1/100,000.
        pub total: Option<i64>,
        /// The same in the currency that was shown.
        pub display_total: Option<i64>,
        /// Taxes.
        pub taxes: Option<Vec<Tax>>,
        /// Whether it is taxed.
        pub taxable: Option<bool>,
        /// Status; the list is open.
        pub status: String,
        /// Number of the shift that sold it.
        pub shift_number: Option<String>,
        /// Where that shift was.
        pub shift_location: Option<Location>,
        /// The shift that sold it.
        pub shift_id: Option<String>,
        /// How amounts are rounded.
        pub rounding: Option<Rounding>,
        /// What it cost without fees and taxes.
        pub price: Option<i64>,
        /// The same in the currency that was shown.
        pub display_price: Option<i64>,
        /// Last name of who gets it.
        pub last_name: Option<String>,
        /// First name of who gets it.
        pub first_name: Option<String>,
        /// Fees; the template has none, so what one looks like is open.
        pub fees: Option<Vec<Value>>,
        /// Address of who gets it.
        pub email: Option<String>,
        /// Description.
        pub description: Option<String>,
        /// Number of the customer.
        pub customer_number: Option<String>,
        /// The kind of certificate.
        pub cert_def_id: Option<String>,
        /// What is left on it.
        pub balance: i64,
        /// Name of the agency that sold it.
        pub agency_name: Option<String>,
        /// The agency that sold it.
        pub agency_id: Option<String>,
        /// Whether it is gone.
        pub deleted: Option<bool>,
        ..times!("certificate"),
        /// The currency that was shown.
        pub display_currency: Option<ShownCurrency>,
    }

    /// A tax.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Tax {
        /// The rate.
        pub value: i64,
        /// Name.
        pub name: String,
        /// What it came to.
        pub calculated: i64,
    }

    /// How amounts are rounded.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Rounding {
        /// In which direction.
        pub policy: String,
        /// To how many decimals, as a string.
        pub decimals: String,
    }

    /// A currency and its rates.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ShownCurrency {
        /// The rate at which it is bought.
        pub buy: Option<Number>,
        /// The rate at which it is sold.
        pub sell: Option<Number>,
        /// ISO code.
        pub isocode: String,
        /// Sign.
        pub symbol: Option<String>,
    }

    /// A ticket that was sold elsewhere.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ExternalBooking {
        /// The booking.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// Number of the ticket.
        pub ticket_number: String,
        /// When it was made; absent once it is deleted. The page prints an empty object.
        pub created_at: Option<Map<String, Value>>,
        /// When it last changed; absent once it is deleted. The page prints an empty object.
        pub updated_at: Option<Map<String, Value>>,
    }

    /// A sale with all that was sold in it. The example could be read in part: what is in the lists is open.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct CompletedTransaction {
        /// Fees.
        pub fees_details: Vec<Open>,
        /// Passes with a number of rides.
        pub flex_passes: Vec<Open>,
        /// Gift certificates.
        pub gift_certificates: Vec<Open>,
        /// Invoices.
        pub invoices: Vec<Open>,
        /// Loans.
        pub loans: Vec<Open>,
        /// Tickets that were written by hand.
        pub manual_tickets: Vec<Open>,
        /// Parcels.
        pub parcels: Vec<Open>,
        /// Things that can be redeemed.
        pub redeemable_items: Vec<Open>,
        /// Refunds.
        pub refunds: Vec<Open>,
        /// Other things.
        pub sold_items: Vec<Open>,
        /// Taxes.
        pub taxes_details: Vec<Open>,
        /// Tickets.
        pub tickets: Vec<Open>,
        /// The sale itself.
        pub transaction: Open,
    }

    /// An image that was deleted.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ImageId {
        /// The image that is gone.
        pub image_id: String,
    }
}
