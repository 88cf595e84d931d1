# The work of klaxoon-1.yaml as a jq program, for jq and jaq. Neither knows of diacritics, so those of the names at hand are
# listed, and both lower ASCII only, which is all that these user names have.

def normalize_diacritics:
  if utf8bytelength == length then . else
    {
      "Á": "A", "Å": "A", "Ç": "C", "É": "E", "Í": "I", "Ñ": "N", "Ó": "O", "Ö": "O", "Š": "S", "Ú": "U", "Ü": "U", "Ž": "Z",
      "á": "a", "å": "a", "ä": "a", "ç": "c", "è": "e", "é": "e", "í": "i", "ñ": "n", "ó": "o", "ö": "o", "š": "s", "ú": "u",
      "ü": "u", "ý": "y", "ž": "z"
    } as $letters | split("") | map($letters[.] // .) | add
  end;

def timezones: {
  "Washington": "America/Los_Angeles",
  "Queensland": "Australia/Brisbane",
  "Victoria": "Australia/Melbourne",
  "New South Wales": "Australia/Sydney",
  "Ontario": "America/Toronto",
  "Bavaria": "Europe/Berlin",
  "Île-de-France": "Europe/Paris",
  "California": "America/Los_Angeles"
};

select(
  (.department == "Sales" and .country == "FR")
  or (.jobTitle != null and (.userPrincipalName | endswith("@contoso.com")) and (.employeeId | tonumber? // 0) > 1000)
)
| {
  schemas: [
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
  ],
  externalId: .objectId,
  userName: (.userPrincipalName | ascii_downcase),
  name: { givenName, familyName: .surname },
  displayName: "\(.surname), \(.givenName)",
  nickName: (.givenName[:3] + .surname[:5] | normalize_diacritics | split(" ") | add),
  title: (.jobTitle // "Employee"),
  active: (.IsSoftDeleted | not),
  timezone: (timezones[.state // ""] // "Etc/UTC"),
  emails: [{ type: "work", primary: true, value: (.mail // .userPrincipalName) }],
  addresses: [{
    type: "work",
    streetAddress,
    locality: .city,
    postalCode,
    country
  }],
  roles: (.appRoleAssignments | map({ type: "WindowsAzureActiveDirectoryRole", value, display: .displayName })),
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
    ({ department, employeeNumber: .employeeId } | with_entries(select(.value != null)))
} + if .telephoneNumber then
  { phoneNumbers: [{ type: "work", value: (.telephoneNumber | gsub("[()\\s-]+"; "")) }] }
else {} end
