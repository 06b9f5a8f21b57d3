//! The words in plausible payloads. The people are invented: any resemblance is accidental.

/// A first name, and its spelling in a mail address.
pub(super) const FIRST: [(&str, &str); 32] = [
    ("Amara", "amara"),
    ("Ben", "ben"),
    ("Chloé", "chloe"),
    ("Dmitri", "dmitri"),
    ("Elena", "elena"),
    ("Felix", "felix"),
    ("Grace", "grace"),
    ("Hugo", "hugo"),
    ("Inès", "ines"),
    ("Jonas", "jonas"),
    ("Keiko", "keiko"),
    ("Lars", "lars"),
    ("Maya", "maya"),
    ("Noël", "noel"),
    ("Olivia", "olivia"),
    ("Pavel", "pavel"),
    ("Quinn", "quinn"),
    ("Rosa", "rosa"),
    ("Samir", "samir"),
    ("Tomás", "tomas"),
    ("Uma", "uma"),
    ("Victor", "victor"),
    ("Wanda", "wanda"),
    ("Ximena", "ximena"),
    ("Yusuf", "yusuf"),
    ("Zoë", "zoe"),
    ("Adaeze", "adaeze"),
    ("Björn", "bjorn"),
    ("Carla", "carla"),
    ("Deepak", "deepak"),
    ("Esther", "esther"),
    ("Frank", "frank"),
];

/// A last name, and its spelling in a mail address.
pub(super) const LAST: [(&str, &str); 32] = [
    ("Abara", "abara"),
    ("Brightwater", "brightwater"),
    ("Castellano", "castellano"),
    ("Duval", "duval"),
    ("Eastman", "eastman"),
    ("Fernández", "fernandez"),
    ("Greenhill", "greenhill"),
    ("Haldane", "haldane"),
    ("Ivanova", "ivanova"),
    ("Jansen", "jansen"),
    ("Kowalski", "kowalski"),
    ("Lindqvist", "lindqvist"),
    ("Müller", "mueller"),
    ("Nakamura", "nakamura"),
    ("O'Dell", "odell"),
    ("Petrov", "petrov"),
    ("Quist", "quist"),
    ("Redfern", "redfern"),
    ("Sandoval", "sandoval"),
    ("Thorne", "thorne"),
    ("Underhill", "underhill"),
    ("Vasquez", "vasquez"),
    ("Whitlock", "whitlock"),
    ("Xu", "xu"),
    ("Yamamoto", "yamamoto"),
    ("Zielinski", "zielinski"),
    ("Ashworth", "ashworth"),
    ("Blum", "blum"),
    ("Côté", "cote"),
    ("Dahl", "dahl"),
    ("Esposito", "esposito"),
    ("Fairbanks", "fairbanks"),
];

/// A city with matching details.
pub(super) struct Spot {
    pub(super) city: &'static str,
    pub(super) state: &'static str,
    pub(super) state_name: &'static str,
    pub(super) zip: &'static str,
    pub(super) area: &'static str,
    pub(super) zone: &'static str,
    pub(super) latitude: &'static str,
    pub(super) longitude: &'static str,
}

macro_rules! spots {
    ($($city:literal $state:literal $name:literal $zip:literal $area:literal $zone:literal $lat:literal $long:literal;)*) => {
        [$(Spot { city: $city, state: $state, state_name: $name, zip: $zip, area: $area, zone: $zone, latitude: $lat, longitude: $long }),*]
    };
}

/// Cities of one country, so that country, state, postal code and number agree.
pub(super) const SPOTS: [Spot; 12] = spots! {
    "Springfield" "IL" "Illinois" "62701" "217" "America/Chicago" "39.7990" "-89.6440";
    "Portland" "OR" "Oregon" "97201" "503" "America/Los_Angeles" "45.5072" "-122.6880";
    "Austin" "TX" "Texas" "78701" "512" "America/Chicago" "30.2711" "-97.7437";
    "Madison" "WI" "Wisconsin" "53703" "608" "America/Chicago" "43.0747" "-89.3844";
    "Boise" "ID" "Idaho" "83702" "208" "America/Boise" "43.6150" "-116.2023";
    "Raleigh" "NC" "North Carolina" "27601" "919" "America/New_York" "35.7796" "-78.6382";
    "Denver" "CO" "Colorado" "80202" "303" "America/Denver" "39.7527" "-104.9992";
    "Albany" "NY" "New York" "12207" "518" "America/New_York" "42.6526" "-73.7562";
    "Tucson" "AZ" "Arizona" "85701" "520" "America/Phoenix" "32.2217" "-110.9747";
    "Burlington" "VT" "Vermont" "05401" "802" "America/New_York" "44.4759" "-73.2121";
    "Savannah" "GA" "Georgia" "31401" "912" "America/New_York" "32.0809" "-81.0912";
    "Omaha" "NE" "Nebraska" "68102" "402" "America/Chicago" "41.2565" "-95.9345";
};

/// Companies that do not exist, and their spelling in a domain.
pub(super) const COMPANIES: [(&str, &str); 12] = [
    ("Blue Heron Logistics", "blue-heron"),
    ("Café Soleil", "cafe-soleil"),
    ("Copperfield & Sons", "copperfield"),
    ("Example Freight Co.", "example-freight"),
    ("Juniper Street Bakery", "juniper-street"),
    ("Lantern Software Inc.", "lantern"),
    ("Northwind Sample Traders", "northwind-sample"),
    ("Paper Kite Studio LLC", "paper-kite"),
    ("Quarry Lane Builders", "quarry-lane"),
    ("Ridgeline Test Labs", "ridgeline"),
    ("Tidewater Nurseries", "tidewater"),
    ("Umbrella Pine Hotels", "umbrella-pine"),
];

pub(super) const BANKS: &[&str] = &["Example Savings Bank", "First Sample Bank", "Test Valley Credit Union"];
pub(super) const STREETS: &[&str] =
    &["Birch Lane", "Canal Street", "Example Avenue", "Harbor Road", "Mill Street", "Sample Drive"];
pub(super) const UNITS: &[&str] = &["Apt 4B", "Floor 2", "Suite 210", "Unit 7"];
pub(super) const DOMAINS: [&str; 3] = ["example.com", "example.org", "example.net"];
pub(super) const COUNTRIES: &[&str] = &["US", "USA", "United States"];
pub(super) const CURRENCIES: &[&str] = &["USD", "CAD", "EUR"];
pub(super) const SYMBOLS: &[&str] = &["$", "€"];
pub(super) const LANGUAGES: &[&str] = &["en", "es", "fr"];
pub(super) const COLOURS: &[&str] = &["#1f6f8b", "#2e8b57", "#d97706", "#6b4fa0"];
pub(super) const STATUSES: &[&str] = &["active", "pending", "completed", "closed"];
pub(super) const TYPES: &[&str] = &["standard", "basic", "primary", "other"];
pub(super) const CHANNELS: &[&str] = &["web", "mobile", "agency", "callcenter"];
pub(super) const SOURCES: &[&str] = &["manual", "import", "api"];
pub(super) const PRODUCTS: &[&str] = &["income", "employment", "deposit_switch", "insurance"];
pub(super) const ENTITIES: &[&str] = &["llc", "corporation", "partnership", "sole_proprietorship"];
pub(super) const TAX_ID_TYPES: &[&str] = &["tin", "ein"];
pub(super) const RAILS: &[&str] = &["ach", "rtp", "wire"];
pub(super) const JOBS: &[&str] = &["Accountant", "Driver", "Nurse", "Shift Supervisor"];
pub(super) const STATIONS: &[&str] = &["Central Station", "Airport Terminal", "Harbour Pier", "North Park & Ride"];
pub(super) const FARES: &[&str] = &["Adult", "Child", "Senior", "Student"];
pub(super) const THINGS: &[&str] =
    &["Morning Express", "Coastal Route", "Weekend Pass", "Standard Plan", "Window Seat"];
pub(super) const LABELS: &[&str] = &["Main", "Summer", "Internal", "Default"];
pub(super) const UNITS_OF_TIME: &[&str] = &["day", "hour", "minute"];
pub(super) const REASONS: &[&str] = &["invalid_credentials", "service_unavailable", "account_inactive", "expired"];
pub(super) const SENTENCES: &[&str] = &[
    "Checked by hand on arrival.",
    "Nothing else is known about this one.",
    "The request could not be completed; please try again.",
    "This is a sample text for testing.",
    "Updated after a call with the customer.",
];

/// Words for fields without a known meaning, and for names in maps.
pub(super) const PLAIN: &[&str] = &[
    "alpha", "amber", "autumn", "branch", "campaign", "channel", "copper", "delta", "garden", "harbor", "level",
    "maple", "note", "origin", "region", "river", "season", "segment", "stage", "team",
];
