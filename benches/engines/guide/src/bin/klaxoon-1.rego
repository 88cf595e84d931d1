# The work of klaxoon-1.yaml as a Rego policy, its pattern as it is.
package klaxoon

in_scope if {
	input.department == "Sales"
	input.country == "FR"
}

in_scope if {
	input.jobTitle != null
	regex.match(`.*@contoso\.com$`, input.userPrincipalName)
	to_number(input.employeeId) > 1000
}

resource := object.union(
	{
		"schemas": [
			"urn:ietf:params:scim:schemas:core:2.0:User",
			"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
		],
		"externalId": input.objectId,
		"userName": lower(input.userPrincipalName),
		"name": {"givenName": input.givenName, "familyName": input.surname},
		"displayName": concat(", ", [input.surname, input.givenName]),
		"nickName": replace(normalize_diacritics(nick), " ", ""),
		"title": title,
		"active": input.IsSoftDeleted == false,
		"timezone": object.get(timezones, input.state, "Etc/UTC"),
		"emails": [{"type": "work", "primary": true, "value": email}],
		"addresses": [{
			"type": "work",
			"streetAddress": input.streetAddress,
			"locality": input.city,
			"postalCode": input.postalCode,
			"country": input.country,
		}],
		"roles": [role |
			some assignment in input.appRoleAssignments
			role := {
				"type": "WindowsAzureActiveDirectoryRole",
				"value": assignment.value,
				"display": assignment.displayName,
			}
		],
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": enterprise,
	},
	phone_numbers,
) if in_scope

nick := concat("", [substring(input.givenName, 0, 3), substring(input.surname, 0, 5)])

title := input.jobTitle if input.jobTitle != null

else := "Employee"

email := input.mail if input.mail != null

else := input.userPrincipalName

phone_numbers := {"phoneNumbers": [{
	"type": "work",
	"value": regex.replace(input.telephoneNumber, `[()\s-]+`, ""),
}]} if input.telephoneNumber != null

else := {}

enterprise := {name: value |
	some name, value in {"department": input.department, "employeeNumber": input.employeeId}
	value != null
}

timezones := {
	"Washington": "America/Los_Angeles",
	"Queensland": "Australia/Brisbane",
	"Victoria": "Australia/Melbourne",
	"New South Wales": "Australia/Sydney",
	"Ontario": "America/Toronto",
	"Bavaria": "Europe/Berlin",
	"Île-de-France": "Europe/Paris",
	"California": "America/Los_Angeles",
}
