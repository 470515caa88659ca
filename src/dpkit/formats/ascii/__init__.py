"""Text tables as astropy knows them (CSV, ECSV, IPAC): check them by chunk, and make them."""
